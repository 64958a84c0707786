// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase.Extension;
import io.github.jconv.oracle.ConvCase.Padding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random cases of padding that PyTorch has not: other amounts on each side, 'same' with a stride, a mode for each axis,
 * circular padding that goes round more than once; mixed as they come.
 *
 * <p>A case of PyTorch's gives the rest; the image grows until the case is legal.
 */
public final class ExtendedCases {
    private static final Arbitrary<Integer> SIDE = Arbitraries.of(0, 0, 1, 1, 2, 3, 6, 11, 29);
    private static final Arbitrary<PaddingMode> MODE = Arbitraries.of(
            PaddingMode.ZEROS, PaddingMode.CIRCULAR, PaddingMode.ZEROS, PaddingMode.REPLICATE, PaddingMode.REFLECT);

    private ExtendedCases() {}

    /** Small cases of any window and groups, pointwise and depthwise among them. */
    public static final class Any implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return extended(new ConvCases.Tiny().get());
        }
    }

    /** Small cases with a residual, an activation, or both. */
    public static final class Fused implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return ConvCases.fused(new Any().get());
        }
    }

    /** Cases that Winograd's kernel can compute. */
    public static final class Winograd implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return extended(new WinogradCases.Small().get());
        }
    }

    private record Draw(
            Padding padding, int top, int left, int bottom, int right, PaddingMode rows, PaddingMode columns) {}

    private static Arbitrary<ConvCase> extended(Arbitrary<ConvCase> base) {
        Arbitrary<Padding> padding = Arbitraries.frequency(
                Tuple.of(4, Padding.AMOUNT),
                Tuple.of(2, Padding.SAME_UPPER),
                Tuple.of(2, Padding.SAME_LOWER),
                Tuple.of(1, Padding.VALID));
        Arbitrary<Draw> draw =
                Combinators.combine(padding, SIDE, SIDE, SIDE, SIDE, MODE, MODE).as(Draw::new);
        return ConvCases.orGiven(
                Combinators.combine(base, draw, Arbitraries.of(true, false)).as(ExtendedCases::fit));
    }

    private static ConvCase fit(ConvCase c, Draw d, boolean repeats) {
        boolean amount = d.padding == Padding.AMOUNT;
        int ih = leastSize(d.padding, d.rows, repeats, c.ih(), c.dh() * (c.kh() - 1) + 1, d.top, d.bottom);
        int iw = leastSize(d.padding, d.columns, repeats, c.iw(), c.dw() * (c.kw() - 1) + 1, d.left, d.right);
        return new ConvCase(
                c.n(),
                c.batched(),
                c.groups(),
                c.ic(),
                ih,
                iw,
                c.oc(),
                c.kh(),
                c.kw(),
                c.sh(),
                c.sw(),
                d.padding,
                amount ? d.top : 0,
                amount ? d.left : 0,
                c.dh(),
                c.dw(),
                d.rows,
                new Extension(amount ? d.bottom : 0, amount ? d.right : 0, d.columns, repeats),
                c.bias(),
                c.data(),
                c.seed(),
                c.residual(),
                c.after());
    }

    /** The size, or that at which an axis is legal. */
    private static int leastSize(
            Padding padding, PaddingMode mode, boolean repeats, int size, int window, int before, int after) {
        boolean amount = padding == Padding.AMOUNT;
        boolean word = padding == Padding.SAME_UPPER || padding == Padding.SAME_LOWER;
        // A word pads by no more than half of the window.
        int most = amount ? Math.max(before, after) : word ? window / 2 : 0;
        int limited = mode == PaddingMode.REFLECT ? most + 1 : mode == PaddingMode.CIRCULAR && !repeats ? most : 1;
        int reached = amount ? window - before - after : word ? 1 : window;
        return Math.max(size, Math.max(limited, reached));
    }
}
