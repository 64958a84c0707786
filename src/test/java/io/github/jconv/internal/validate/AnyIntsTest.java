// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.Accuracy;
import io.github.jconv.PaddingMode;
import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.Oracle;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever ints come in: a layer that works or an IllegalArgumentException, and the right one of the two. */
class AnyIntsTest {
    private static final Arbitrary<Integer> EDGES = Arbitraries.of(
            Integer.MIN_VALUE,
            -1,
            0,
            46340,
            46341,
            65536,
            1 << 30,
            Integer.MAX_VALUE - 8,
            Integer.MAX_VALUE - 7,
            Integer.MAX_VALUE);

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void aWorkingLayerOrARefusal(@ForAll("layers") LayerSpec layer, @ForAll("images") int[] image) {
        Geometry geometry = accepted(layer, image);
        assertEquals(
                Legality.isLegal(layer, image), geometry != null, () -> layer + " " + java.util.Arrays.toString(image));
        if (geometry != null && isSmall(geometry)) {
            assertWorks(geometry);
        }
    }

    @Provide
    Arbitrary<LayerSpec> layers() {
        Arbitrary<Integer> any = ints(0.05, 1, 5);
        Arbitrary<int[]> channels = Combinators.combine(ints(0.03, 1, 4), ints(0.03, 1, 4), ints(0.03, 1, 3))
                .as((groups, in, out) -> new int[] {groups, groups * in, groups * out});
        Arbitrary<int[]> window = Combinators.combine(any, any, ints(0.15, 1, 4), ints(0.15, 1, 4))
                .as((kh, kw, sh, sw) -> new int[] {kh, kw, sh, sw});
        Arbitrary<int[]> reach = Combinators.combine(
                        ints(0.05, 0, 3),
                        ints(0.05, 0, 3),
                        Arbitraries.of(false, false, true),
                        ints(0.1, 1, 3),
                        ints(0.1, 1, 3))
                .as((ph, pw, same, dh, dw) -> new int[] {same ? 0 : ph, same ? 0 : pw, same ? 1 : 0, dh, dw});
        return Combinators.combine(channels, window, reach, Arbitraries.of(PaddingMode.class), beyond())
                .as((c, w, r, mode, beyond) -> new LayerSpec(
                        c[1],
                        c[2],
                        w[0],
                        w[1],
                        w[2],
                        w[3],
                        beyond.of(r[2] == 1 ? PaddingWord.SAME : PaddingWord.AMOUNT, r[0], r[1], mode),
                        r[3],
                        r[4],
                        c[0],
                        Accuracy.EXACT));
    }

    /** Half of the layers are PyTorch's. */
    private static Arbitrary<Beyond> beyond() {
        Arbitrary<Integer> side = ints(0.05, 0, 3);
        return Combinators.combine(
                        Arbitraries.of(false, true),
                        side,
                        side,
                        Arbitraries.of(PaddingMode.class),
                        Arbitraries.of(false, true),
                        Arbitraries.of(PaddingWord.SAME_UPPER, PaddingWord.SAME_LOWER))
                .as(Beyond::new);
    }

    private record Beyond(
            boolean pyTorch, int bottom, int right, PaddingMode columns, boolean repeats, PaddingWord same) {
        Padding of(PaddingWord word, int ph, int pw, PaddingMode mode) {
            if (pyTorch) {
                return Padding.of(word, ph, pw, mode);
            }
            return word == PaddingWord.AMOUNT
                    ? new Padding(word, ph, pw, bottom, right, mode, columns, repeats)
                    : new Padding(same, 0, 0, 0, 0, mode, columns, repeats);
        }
    }

    @Provide
    Arbitrary<int[]> images() {
        Arbitrary<Integer> side = ints(0.1, 1, 40);
        return Combinators.combine(ints(0.1, 0, 3), side, side).as((n, h, w) -> new int[] {n, h, w});
    }

    /** Small numbers, and now and then one at the edge of what an int can be. */
    private static Arbitrary<Integer> ints(double edges, int min, int max) {
        Arbitrary<Integer> small = Arbitraries.integers().between(min, max);
        return Arbitraries.integers().between(0, 99).flatMap(percent -> percent < edges * 100 ? EDGES : small);
    }

    private static Geometry accepted(LayerSpec layer, int[] image) {
        try {
            LayerSpec legal = Validator.layer(layer);
            return CallValidator.geometry(legal, new int[] {image[0], legal.inChannels(), image[1], image[2]});
        } catch (IllegalArgumentException refusal) {
            return null;
        }
    }

    private static boolean isSmall(Geometry g) {
        return g.layer().weightLength() < 100_000
                && (long) g.n() * (g.inImage() + (long) g.outImage()) < 100_000
                && g.multiplyAdds() < 100_000
                && (long) g.paddedHeight() * g.paddedWidth() < 1_000_000;
    }

    private static void assertWorks(Geometry g) {
        LayerSpec s = g.layer();
        ConvCase c = new ConvCase(
                g.n(),
                true,
                s.groups(),
                s.inChannels(),
                g.ih(),
                g.iw(),
                s.outChannels(),
                s.kh(),
                s.kw(),
                s.sh(),
                s.sw(),
                ConvCase.Padding.valueOf(s.padding().word().name()),
                s.padding().top(),
                s.padding().left(),
                s.dh(),
                s.dw(),
                s.padding().heightMode(),
                new ConvCase.Extension(
                        s.padding().bottom(),
                        s.padding().right(),
                        s.padding().widthMode(),
                        s.padding().repeats()),
                true,
                Data.INT,
                1);
        float[] expected = Oracle.forward(c);
        Weights weights = new Weights(s, c.weight(), c.biasValues());
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(g, Platform.current())) {
                float[] y = new float[expected.length];
                Executor.run(Planner.plan(kernel, g, Platform.current(), 1), weights, c.input(), 0, y, 0);
                assertBits(c, kernel.name(), expected, y);
            }
        }
    }
}
