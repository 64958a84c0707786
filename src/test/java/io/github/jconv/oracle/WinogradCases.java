// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase.Padding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Random 3x3 and 5x5 layers of stride 1: dense and dilated, odd sizes, channels around the tiles, all ways of padding. */
public final class WinogradCases {
    private static final Arbitrary<Integer> FEW = Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 17);

    private static final Arbitrary<Integer> WINDOW = Arbitraries.of(3, 3, 5);
    private static final Arbitrary<Integer> DILATION = Arbitraries.of(1, 1, 1, 1, 2, 2, 3, 4, 7);

    private WinogradCases() {}

    /** Small ones, most of them too small for the kernel to be worthwhile. */
    public static final class Small implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Integer> columns = Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 9, 12, 17, 31, 33, 47, 65, 70);
            return cases(Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 13), columns, FEW, FEW, DILATION);
        }
    }

    /** Small ones with a residual, an activation, or both. */
    public static final class Fused implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return ConvCases.fused(new Small().get());
        }
    }

    /** Layers for which the kernel is mostly worthwhile. */
    public static final class Worthwhile implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Integer> side = Arbitraries.of(16, 22, 26, 32, 33, 36);
            Arbitrary<Integer> dilation = Arbitraries.of(1, 1, 1, 1, 1, 2, 3);
            return cases(side, side, Arbitraries.of(43, 52, 65, 96), Arbitraries.of(63, 80, 97), dilation);
        }
    }

    /** Layers of so many weights that several vector tiles share a reading of them. */
    public static final class Wide implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Integer> side = Arbitraries.of(9, 14, 19, 26);
            return cases(side, side, Arbitraries.of(96, 131), Arbitraries.of(101, 128), DILATION);
        }
    }

    private static Arbitrary<ConvCase> cases(
            Arbitrary<Integer> rows,
            Arbitrary<Integer> columns,
            Arbitrary<Integer> ic,
            Arbitrary<Integer> oc,
            Arbitrary<Integer> dilation) {
        Arbitrary<ConvCase> drawn = Combinators.combine(
                        rows,
                        columns,
                        Combinators.combine(ic, oc, WINDOW, dilation, dilation).as(Numbers::new),
                        Arbitraries.of(Padding.AMOUNT, Padding.AMOUNT, Padding.SAME, Padding.VALID),
                        Arbitraries.of(PaddingMode.values()),
                        Arbitraries.of(1, 0, 2, 3),
                        Arbitraries.integers().between(0, 9999))
                .as(WinogradCases::fit);
        return ConvCases.orGiven(drawn);
    }

    private record Numbers(int ic, int oc, int window, int dh, int dw) {}

    /** The nearest legal case; what the seed decides needs no draw of its own. */
    private static ConvCase fit(int ih, int iw, Numbers numbers, Padding padding, PaddingMode mode, int pad, int seed) {
        boolean batched = seed % 4 != 0;
        int amount = padding == Padding.AMOUNT ? pad : 0;
        return new ConvCase(
                batched ? 1 + seed % 3 : 1,
                batched,
                1,
                numbers.ic,
                leastSize(ih, numbers.dh * (numbers.window - 1), padding, mode, pad),
                leastSize(iw, numbers.dw * (numbers.window - 1), padding, mode, pad),
                numbers.oc,
                numbers.window,
                numbers.window,
                1,
                1,
                padding,
                amount,
                amount,
                numbers.dh,
                numbers.dw,
                mode,
                seed % 5 != 0,
                seed % 7 == 0 ? Data.INT : Data.REAL,
                seed);
    }

    /** The size, or that at which an axis is legal, whose window reaches {@code reach} behind its first tap. */
    private static int leastSize(int size, int reach, Padding padding, PaddingMode mode, int pad) {
        int least = padding == Padding.AMOUNT ? reach + 1 - 2 * pad : padding == Padding.VALID ? reach + 1 : 1;
        int most = padding == Padding.AMOUNT ? pad : padding == Padding.SAME ? (reach + 1) / 2 : 0;
        int beyond = mode == PaddingMode.REFLECT ? most + 1 : mode == PaddingMode.CIRCULAR ? most : 1;
        return Math.max(size, Math.max(least, beyond));
    }
}
