// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase.Padding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random cases that lean on edges: sizes around 4, 8 and 16 lanes and around tiles of 16, 24 and 48 pixels, windows
 * larger than the image, padding larger than the window, strides larger than the window, odd groups, nothing square.
 *
 * <p>Raw numbers are drawn first, the simplest first in each list, and {@link #fit} bends them into a legal case of a
 * bounded cost; so no draw is thrown away and a failure shrinks towards simple numbers.
 *
 * <p>With {@code -Djconv.case=<line>} every generator gives the one case of that line, so that a test runs it again.
 */
public final class ConvCases {
    /** Multiply-adds of a case at most: small, so that there can be many. */
    private static final int SMALL = 100_000;

    /** The same of cases of which there are to be millions. */
    private static final int TINY = 20_000;

    /** More taps than a kernel gathers at once, for a few outputs. */
    private static final int DEEP = 2_000_000;

    /** Enough multiply-adds that the planner hands slices to other threads. */
    private static final int LARGE = 3_000_000;

    private static final Arbitrary<Integer> LONG_SIDE =
            Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65);
    private static final Arbitrary<Integer> SHORT_SIDE = Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 9, 13);
    private static final Arbitrary<Integer> KERNEL = Arbitraries.of(1, 2, 3, 3, 4, 5, 7);
    private static final Arbitrary<Integer> STRIDE =
            Arbitraries.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 6, 8, 9, 9, Integer.MAX_VALUE);
    private static final Arbitrary<Integer> DILATION =
            Arbitraries.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 5, 5, Integer.MAX_VALUE);
    private static final Arbitrary<Integer> PADDING = Arbitraries.of(0, 0, 1, 1, 2, 3, 6, 11);
    private static final Arbitrary<Integer> ONE = Arbitraries.just(1);

    private static final Arbitrary<Channels> ANY_CHANNELS = Combinators.combine(
                    Arbitraries.of(1, 1, 1, 2, 3, 5),
                    Arbitraries.of(1, 2, 3, 4, 5, 8, 17),
                    Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 24, 25, 28, 29, 33))
            .as(Channels::new);
    private static final Arbitrary<Channels> WIDE_CHANNELS = Combinators.combine(
                    Arbitraries.of(1, 1, 2), Arbitraries.of(7, 16, 33), Arbitraries.of(13, 48, 64, 65, 130, 200))
            .as(Channels::new);
    private static final Arbitrary<Channels> DEEP_CHANNELS = Combinators.combine(
                    Arbitraries.of(1, 1, 2), Arbitraries.of(170, 257, 400), Arbitraries.of(1, 3, 5, 9))
            .as(Channels::new);
    private static final Arbitrary<Channels> DEPTHWISE_CHANNELS = Combinators.combine(
                    Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 9, 16, 17), Arbitraries.of(1, 1, 1, 2, 3))
            .as((groups, multiplier) -> new Channels(groups, 1, multiplier));

    private ConvCases() {}

    /** Any small case. */
    public static final class Any implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return Arbitraries.oneOf(new General().get(), new Pointwise().get(), new Depthwise().get());
        }
    }

    /** Any case that is computed in microseconds. */
    public static final class Tiny implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Axis> rows = axis(SHORT_SIDE, KERNEL, PADDING);
            Arbitrary<Axis> columns = axis(LONG_SIDE, KERNEL, PADDING);
            Arbitrary<Channels> channels = Arbitraries.oneOf(ANY_CHANNELS, DEPTHWISE_CHANNELS);
            Arbitrary<Integer> none = Arbitraries.just(0);
            Arbitrary<ConvCase> pointwise =
                    cases(axis(SHORT_SIDE, ONE, none), axis(LONG_SIDE, ONE, none), ANY_CHANNELS, TINY);
            return Arbitraries.oneOf(cases(rows, columns, channels, TINY), pointwise);
        }
    }

    /** Small cases of any window and groups. */
    public static final class General implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Axis> rows = axis(SHORT_SIDE, KERNEL, PADDING);
            return cases(rows, axis(LONG_SIDE, KERNEL, PADDING), ANY_CHANNELS, SMALL);
        }
    }

    /** Small cases of a 1x1 window, mostly without padding. */
    public static final class Pointwise implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Integer> padding = Arbitraries.of(0, 0, 0, 0, 0, 0, 0, 1);
            return cases(axis(SHORT_SIDE, ONE, padding), axis(LONG_SIDE, ONE, padding), ANY_CHANNELS, SMALL);
        }
    }

    /** Small cases of one input channel a group. */
    public static final class Depthwise implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Axis> rows = axis(SHORT_SIDE, KERNEL, PADDING);
            return cases(rows, axis(LONG_SIDE, KERNEL, PADDING), DEPTHWISE_CHANNELS, SMALL);
        }
    }

    /** Cases of thousands of taps an output. */
    public static final class Deep implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Integer> kernel = Arbitraries.of(3, 4, 5);
            Arbitrary<Integer> padding = Arbitraries.of(0, 1);
            Arbitrary<Axis> rows = axis(Arbitraries.of(1, 2), kernel, padding);
            Arbitrary<Axis> columns = axis(Arbitraries.of(1, 5, 9), kernel, padding);
            return cases(rows, columns, DEEP_CHANNELS, DEEP);
        }
    }

    /** Cases of up to 3 million multiply-adds and many channels. */
    public static final class Large implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            Arbitrary<Integer> kernel = Arbitraries.of(1, 1, 3, 3, 5);
            Arbitrary<Integer> padding = Arbitraries.of(0, 1, 2);
            Arbitrary<Integer> side = Arbitraries.of(7, 14, 15, 16, 17, 28, 29, 56, 97);
            Arbitrary<Channels> channels = Arbitraries.oneOf(WIDE_CHANNELS, WIDE_CHANNELS, DEPTHWISE_CHANNELS);
            return cases(axis(side, kernel, padding), axis(side, kernel, padding), channels, LARGE);
        }
    }

    /** Any small case with a residual, an activation, or both. */
    public static final class Fused implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return fused(new Any().get());
        }
    }

    /** {@link Deep} ones with a residual, an activation, or both. */
    public static final class FusedDeep implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return fused(new Deep().get());
        }
    }

    /** {@link Large} ones with a residual, an activation, or both. */
    public static final class FusedLarge implements ArbitrarySupplier<ConvCase> {
        @Override
        public Arbitrary<ConvCase> get() {
            return fused(new Large().get());
        }
    }

    /** Cases with what may follow their sums. */
    static Arbitrary<ConvCase> fused(Arbitrary<ConvCase> cases) {
        Arbitrary<After> after = Arbitraries.of(
                After.RELU,
                After.NOTHING,
                After.RELU6,
                After.clamp(-1.5f, 0.25f),
                After.leaky(0.01f),
                After.leaky(-2),
                After.HARD_SWISH,
                After.SILU,
                After.SIGMOID,
                After.TANH);
        return orGiven(Combinators.combine(cases, Arbitraries.of(false, true), after)
                .as((c, residual, a) -> c.with(residual || a.nothing(), a)));
    }

    /** One axis as drawn; {@code size} is the output's where {@code ofOutput}. */
    private record Axis(int size, boolean ofOutput, int kernel, int stride, int dilation, int padding) {
        /** Where there is but one place, or one tap, the step to the next may be anything. */
        static Axis of(int size, boolean ofOutput, int kernel, int stride, int dilation, int padding) {
            int near = kernel > 1 && dilation == Integer.MAX_VALUE ? 1 : dilation;
            return new Axis(size, ofOutput && stride < Integer.MAX_VALUE, kernel, stride, near, padding);
        }

        int window() {
            return dilation * (kernel - 1) + 1;
        }

        Axis withSize(int size) {
            return new Axis(size, false, kernel, stride, dilation, padding);
        }

        /** The nearest axis whose window finds a place and whose padding the mode allows. */
        Axis legal(Padding kind, PaddingMode mode) {
            int step = kind == Padding.SAME ? 1 : stride;
            int pad = kind == Padding.AMOUNT ? padding : 0;
            int input = ofOutput ? Math.max(1, (size - 1) * step + window() - 2 * pad) : size;
            Axis axis = new Axis(input, false, kernel, step, dilation, pad);
            if (kind == Padding.AMOUNT) {
                int wanted = Math.max(pad, (window() - input + 1) / 2);
                axis = new Axis(input, false, kernel, step, dilation, Math.min(wanted, mostPadding(mode, input)));
            }
            return axis.finds(kind, mode) ? axis : axis.smallerWindow().legal(kind, mode);
        }

        private boolean finds(Padding kind, PaddingMode mode) {
            return kind == Padding.SAME ? window() / 2 <= mostPadding(mode, size) : window() <= size + 2 * padding;
        }

        private Axis smallerWindow() {
            return dilation > 1
                    ? new Axis(size, false, kernel, stride, dilation - 1, padding)
                    : new Axis(size, false, kernel - 1, stride, 1, padding);
        }

        private static int mostPadding(PaddingMode mode, int size) {
            return switch (mode) {
                case ZEROS, REPLICATE -> Integer.MAX_VALUE;
                case REFLECT -> size - 1;
                case CIRCULAR -> size;
            };
        }
    }

    private record Channels(int groups, int icg, int ocg) {
        Channels fewer() {
            if (ocg > 1 && ocg >= icg && ocg >= groups) {
                return new Channels(groups, icg, ocg / 2);
            }
            return icg > groups ? new Channels(groups, icg / 2, ocg) : new Channels(Math.max(1, groups / 2), icg, ocg);
        }
    }

    private record Rest(int n, boolean batched, Padding padding, PaddingMode mode, boolean bias, Data data, int seed) {}

    private static Arbitrary<Axis> axis(
            Arbitrary<Integer> size, Arbitrary<Integer> kernel, Arbitrary<Integer> padding) {
        return Combinators.combine(size, Arbitraries.of(false, true), kernel, STRIDE, DILATION, padding)
                .as(Axis::of);
    }

    private static Arbitrary<Rest> rest() {
        return Combinators.combine(
                        Arbitraries.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 0),
                        Arbitraries.of(true, true, true, false),
                        Arbitraries.frequency(
                                Tuple.of(6, Padding.AMOUNT), Tuple.of(1, Padding.SAME), Tuple.of(1, Padding.VALID)),
                        Arbitraries.frequency(
                                Tuple.of(3, PaddingMode.ZEROS), Tuple.of(1, PaddingMode.REPLICATE),
                                Tuple.of(1, PaddingMode.REFLECT), Tuple.of(1, PaddingMode.CIRCULAR)),
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(
                                Tuple.of(6, Data.REAL),
                                Tuple.of(1, Data.INT),
                                Tuple.of(1, Data.ZERO),
                                Tuple.of(1, Data.SUBNORMAL),
                                Tuple.of(1, Data.HUGE),
                                Tuple.of(1, Data.NONFINITE)),
                        Arbitraries.integers().between(0, 9999))
                .as(Rest::new);
    }

    private static Arbitrary<ConvCase> cases(
            Arbitrary<Axis> rows, Arbitrary<Axis> columns, Arbitrary<Channels> channels, int limit) {
        // Either axis may be the long one, though rows of pixels are what lanes run along.
        Arbitrary<Boolean> turned = Arbitraries.of(false, false, false, true);
        return orGiven(Combinators.combine(rows, columns, turned, channels, rest())
                .as((h, w, turn, c, r) -> turn ? fit(w, h, c, r, limit) : fit(h, w, c, r, limit)));
    }

    /** What is drawn, unless {@code -Djconv.case} asks for one case. */
    static Arbitrary<ConvCase> orGiven(Arbitrary<ConvCase> drawn) {
        String line = System.getProperty("jconv.case");
        return line == null ? drawn : Arbitraries.just(ConvCase.parse(line));
    }

    private static ConvCase fit(Axis rows, Axis columns, Channels channels, Rest rest, int limit) {
        Axis h = rows.legal(rest.padding, rest.mode);
        Axis w = columns.legal(rest.padding, rest.mode);
        Channels c = channels;
        ConvCase fitted = of(h, w, c, rest);
        // Rows go first, then channels: columns and the number of channels are what tails depend on.
        while (new Oracle(fitted).multiplyAdds() > limit) {
            if (h.size > 9) {
                h = h.withSize(h.size * 2 / 3).legal(rest.padding, rest.mode);
            } else if (c.groups * c.icg * c.ocg > 1) {
                c = c.fewer();
            } else if (w.size > 1) {
                w = w.withSize(w.size / 2).legal(rest.padding, rest.mode);
            } else {
                break;
            }
            fitted = of(h, w, c, rest);
        }
        return fitted;
    }

    private static ConvCase of(Axis h, Axis w, Channels c, Rest r) {
        return new ConvCase(
                r.batched ? r.n : 1,
                r.batched,
                c.groups,
                c.groups * c.icg,
                h.size,
                w.size,
                c.groups * c.ocg,
                h.kernel,
                w.kernel,
                h.stride,
                w.stride,
                r.padding,
                h.padding,
                w.padding,
                h.dilation,
                w.dilation,
                r.mode,
                r.bias,
                r.data,
                r.seed);
    }
}
