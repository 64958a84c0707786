// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.validate.Legality;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.Oracle;
import io.github.jconv.oracle.WinogradBound;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/**
 * A layer and an input of whatever numbers a text holds, legal or not, and what the public API must make of them: a right
 * result or an {@link IllegalArgumentException}, each where it is due.
 *
 * <p>The text is read as a line of {@link ConvCase} is, but nothing in it is demanded: its numbers are taken in their
 * order, those that are missing are 1, and words count wherever they stand. {@code u} is unbatched, {@code fast} asks
 * for FAST, the last number is the parallelism.
 */
final class AnyLayer {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}");

    /** Floats, and multiply-adds, of a layer that is computed. */
    private static final int MOST_FLOATS = 1 << 17;

    private static final int MOST_MULTIPLY_ADDS = 1 << 23;

    private final ConvCase c;
    private final Accuracy accuracy;
    private final int parallelism;
    private final LayerSpec spec;

    AnyLayer(String text) {
        Matcher numbers = NUMBER.matcher(text);
        boolean same = text.contains("same");
        boolean words = same || text.contains("valid");
        Padding padding = text.contains("sameupper")
                ? Padding.SAME_UPPER
                : text.contains("samelower")
                        ? Padding.SAME_LOWER
                        : same ? Padding.SAME : words ? Padding.VALID : Padding.AMOUNT;
        int n = next(numbers);
        boolean batched = !text.startsWith("u");
        int groups = next(numbers);
        int ic = next(numbers);
        int ih = next(numbers);
        int iw = next(numbers);
        int oc = next(numbers);
        int kh = next(numbers);
        int kw = next(numbers);
        int sh = next(numbers);
        int sw = next(numbers);
        int ph = next(numbers);
        int pw = next(numbers);
        boolean sides = !words && text.contains(",");
        int pb = words ? 0 : sides ? next(numbers) : ph;
        int pr = words ? 0 : sides ? next(numbers) : pw;
        PaddingMode mode = word(PaddingMode.values(), PaddingMode::torchName, text, PaddingMode.ZEROS);
        c = new ConvCase(
                batched ? n : 1,
                batched,
                groups,
                ic,
                ih,
                iw,
                oc,
                kh,
                kw,
                sh,
                sw,
                padding,
                words ? 0 : ph,
                words ? 0 : pw,
                next(numbers),
                next(numbers),
                mode,
                new ConvCase.Extension(
                        pb,
                        pr,
                        word(PaddingMode.values(), m -> "," + m.torchName(), text, mode),
                        text.contains("repeats")),
                next(numbers) % 2 != 0,
                word(Data.values(), Data::word, text, Data.REAL),
                next(numbers));
        parallelism = next(numbers);
        accuracy = text.contains("fast") ? Accuracy.FAST : Accuracy.EXACT;
        spec = CaseGeometry.layer(c, accuracy);
    }

    private static int next(Matcher numbers) {
        return numbers.find()
                ? (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Long.parseLong(numbers.group())))
                : 1;
    }

    private static <T> T word(T[] all, java.util.function.Function<T, String> name, String text, T otherwise) {
        for (T each : all) {
            if (text.contains(name.apply(each))) {
                return each;
            }
        }
        return otherwise;
    }

    /** Fails unless every method does what it must. */
    void check() {
        if (!Legality.isLegal(spec)) {
            refused(() -> c.builderWithoutWeights().accuracy(accuracy).build());
            refused(() -> c.builderWithoutWeights()
                    .weight(new float[1])
                    .bias(false)
                    .accuracy(accuracy)
                    .build());
        } else if (parallelism < 1) {
            refused(() -> c.builderWithoutWeights().parallelism(parallelism));
        } else if (spec.weightLength() > MOST_FLOATS || spec.outChannels() > MOST_FLOATS) {
            // Real weights of that size need not fit the heap.
            refused(() -> c.builderWithoutWeights()
                    .weight(new float[MOST_FLOATS + 1])
                    .bias(new float[MOST_FLOATS + 1])
                    .build());
        } else {
            check(c.builder().accuracy(accuracy).parallelism(parallelism).build());
        }
    }

    private void check(Conv2d conv) {
        int[] shape = c.shape();
        float[] none = {};
        assertTrue(conv.toString().startsWith("Conv2d("));
        assertEquals(spec.weightLength() + (c.bias() ? c.oc() : 0), conv.parameterCount());
        if (!Legality.isLegal(spec, c.n(), c.ih(), c.iw())) {
            refused(() -> conv.outputShape(shape));
            refused(() -> conv.plan(shape));
            refused(() -> conv.multiplyAdds(shape));
            refused(() -> conv.forward(none, shape));
            refused(() -> conv.forward(none, 0, none, 0, shape));
            return;
        }
        Geometry g = Geometry.of(spec, c.n(), c.ih(), c.iw());
        assertArrayEquals(
                c.batched() ? new int[] {c.n(), c.oc(), g.oh(), g.ow()} : new int[] {c.oc(), g.oh(), g.ow()},
                conv.outputShape(shape));
        assertEquals((long) c.n() * c.oc() * g.oh() * g.ow() * spec.taps(), conv.multiplyAdds(shape));
        Conv2dPlan plan = conv.plan(shape);
        assertTrue(plan.threads() >= 1 && plan.threads() <= parallelism, plan::toString);
        assertTrue(plan.slices() >= 1 && plan.scratchBytes() >= 0 && plan.bytesMoved() > 0, plan::toString);
        if (c.n() > 0) {
            refused(() -> conv.forward(none, shape));
            refused(() -> conv.forward(none, 0, none, 0, shape));
        }
        if (isSmall(g)) {
            forward(conv, plan);
        }
    }

    private boolean isSmall(Geometry g) {
        long padded = (long) g.paddedHeight() * g.paddedWidth();
        return padded <= MOST_FLOATS
                && c.n() * padded * c.ic() <= MOST_FLOATS
                && (long) c.n() * g.outImage() <= MOST_FLOATS
                && g.multiplyAdds() <= MOST_MULTIPLY_ADDS;
    }

    private void forward(Conv2d conv, Conv2dPlan plan) {
        float[] x = c.input();
        float[] y = conv.forward(x, c.shape());
        assertBits(c, "input unchanged", c.input(), x);
        if (!plan.kernel().equals("winograd")) {
            assertBits(c, plan.kernel(), Oracle.forward(c), y);
        } else if (c.data() == Data.REAL || c.data() == Data.INT) {
            new WinogradBound(c).check(plan.kernel(), y);
        }
    }

    private void refused(Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call, this::toString)
                .getMessage();
        assertTrue(message != null && !message.isBlank(), this::toString);
    }

    @Override
    public String toString() {
        return c + " " + accuracy + " parallelism " + parallelism;
    }
}
