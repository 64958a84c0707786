// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.Accuracy;
import io.github.jconv.Activation;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import io.github.jconv.internal.kernel.Access;
import io.github.jconv.internal.kernel.ImageCall;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Scratch;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.internal.platform.Platform;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the code of a plan, a kernel with a tile, a lane axis and an activation, on a small layer of zeros until C2 has compiled it. Until
 * then every vector is an object, and a large layer would take hundreds of times its time.
 *
 * <p>The small layer is the real one with fewer channels and rows: its calls of the micro-kernel are as many as the JVM
 * counts before it compiles, and short. It holds none of the caller's arrays.
 */
final class Rehearsal {
    /** Taps, rows, pixels, channel units that are enough to take every branch. */
    private static final int TAPS = 8;

    private static final int ROWS = 4;

    /** A square of the longest tile: a run of so many pixels has one, whatever is between its rows. */
    private static final int PIXELS = 14 * 14;

    private static final int CHANNELS = 64;
    private static final int CHANNEL_UNITS = 3;

    /** A layer that is not small: it goes without rehearsal. */
    private static final double MOST_FLOATS = 1 << 22;

    /**
     * Between the nanoseconds of a vector of multiply-adds once all is compiled, 0.2 to 2, and before, 30 and more, where a
     * tenth of them must not be left: the ends of rows have loops of their own.
     */
    private static final double COMPILED_NANOS = 5;

    /** So many times that in the end: tiles and staging differ, and C2 may have done all it can. */
    private static final double LENIENCE = 6;

    /** What is around them takes as long as so many vectors. */
    private static final int AROUND = 160;

    /** After so long a pause as long where there is one processor: C2 has only what this thread leaves it. */
    private static final long BURST_NANOS = 1_000_000;

    /** Then C2 has failed, or gets next to nothing of a core. */
    static final long MOST_NANOS = 20_000_000_000L;

    /** How it ended: the code runs as compiled code does; it cannot be rehearsed, or is faster than the scalar kernel as it is. */
    static final int COMPILED = 1;

    static final int UNREHEARSED = 2;

    /** Not compiled, and slower than the scalar kernel. */
    static final int SLOWER = 3;

    private final Plan code;
    private final int loops;
    private final boolean channelsLast;
    private final Geometry small;
    private final Platform platform;
    private final long begun = System.nanoTime();
    private long again;
    private volatile int end;

    Rehearsal(Plan plan, Platform platform) {
        this.loops = loops(plan);
        this.channelsLast = plan.access() == Access.NHWC;
        this.small = smaller(plan.geometry(), channelsLast);
        this.platform = platform;
        // What says which code it is; the rest of a plan, tables of its planes, would be held for good.
        Layout layout = new Layout(plan.tile(), plan.layout().axis(), 1, 1, false, null, null, 0);
        this.code = new Plan(small, plan.kernel(), layout, plan.lanes(), 1, false, 1, 1);
    }

    /** Whether the code is that of a plan. */
    boolean isOf(Plan other) {
        return code.kernel() == other.kernel()
                && code.tile().equals(other.tile())
                && code.layout().axis() == other.layout().axis()
                && loops == loops(other)
                && channelsLast == (other.access() == Access.NHWC)
                && function(code) == function(other);
    }

    private static int loops(Plan plan) {
        return plan.kernel().loops(plan);
    }

    private static Activation.Function function(Plan plan) {
        return plan.geometry().layer().activation().function();
    }

    /** How it ended, or 0 if it has not. */
    int end() {
        return end;
    }

    /** Whether it is to be run once more, as C2 was not done in time but may be by now. */
    boolean isDue() {
        if (end == SLOWER && System.nanoTime() - again > 0) {
            end = 0;
            return true;
        }
        return false;
    }

    /** The layer with fewer channels and groups, and fewer rows of an image as wide. */
    private static Geometry smaller(Geometry g, boolean channelsLast) {
        LayerSpec s = g.layer();
        int icg = Math.min(s.icg(), Math.max(2, TAPS / (s.kh() * s.kw())));
        // Depthwise, the lanes run along the groups.
        int groups = channelsLast && s.depthwise() ? Math.min(s.groups(), CHANNELS) : 1;
        LayerSpec layer = new LayerSpec(
                icg * groups,
                Math.min(s.ocg(), CHANNELS) * groups,
                s.kh(),
                s.kw(),
                s.sh(),
                s.sw(),
                // By its amounts, as a word's would change with the rows.
                new Padding(
                        PaddingWord.AMOUNT,
                        g.padTop(),
                        g.padLeft(),
                        g.padBottom(),
                        g.padRight(),
                        s.padding().heightMode(),
                        s.padding().widthMode(),
                        s.padding().repeats()),
                s.dh(),
                s.dw(),
                groups,
                Accuracy.EXACT,
                s.activation());
        long rows = Math.max(ROWS, (PIXELS + g.ow() - 1) / g.ow());
        long window = (rows - 1) * s.sh() + s.windowHeight() - g.padTop() - g.padBottom();
        // Reflected padding must be less than the image.
        long ih = Math.max(window, Math.max(g.padTop(), g.padBottom()) + 1L);
        return Geometry.of(layer, 1, (int) Math.min(g.ih(), ih), g.iw());
    }

    /** Returns when the code is compiled, or after a time that is ample for that. */
    void run(long mostNanos) {
        int how = UNREHEARSED;
        try {
            if (code.kernel().accepts(small, platform)
                    && code.kernel().fits(small, platform, code.layout())
                    && isSmall()) {
                how = untilCompiled(mostNanos);
            }
        } catch (RuntimeException | Error e) {
            // It goes without rehearsal: whatever is wrong, the next forward's caller will hear of it.
        }
        long now = System.nanoTime();
        // Rarer and rarer: a thread that C2 never helps is idle for most of the time.
        again = now + 8 * (now - begun);
        end = how;
    }

    private boolean isSmall() {
        double in = (double) small.layer().inChannels() * small.paddedHeight() * small.paddedWidth();
        return in + small.outImage() + small.layer().weightLength() < MOST_FLOATS;
    }

    /** Fails with whatever the kernel fails with. */
    int untilCompiled(long mostNanos) {
        Kernel kernel = code.kernel();
        double nanos = nanos(
                kernel, kernel.layout(small, platform, code.layout()), platform.lanes(), COMPILED_NANOS, mostNanos);
        if (nanos == 0) {
            return COMPILED;
        }
        Kernel scalar = Kernels.choose(small, platform.scalar());
        return nanos > nanos(scalar, scalar.layout(small, platform.scalar()), 1, 0, MOST_NANOS / 20)
                ? SLOWER
                : UNREHEARSED;
    }

    /**
     * Repeats a small layer until all turns of a few in a row are as fast as compiled code, and returns 0; after {@code most}
     * nanoseconds, those of a multiply-add.
     */
    private double nanos(Kernel kernel, Layout layout, int lanes, double ofVector, long most) {
        Plan plan = new Plan(small, kernel, layout, lanes, 1, false, 1, 1)
                .with(channelsLast ? Access.NHWC : Access.IN_PLACE);
        LayerSpec s = small.layer();
        Weights weights = new Weights(s, new float[(int) s.weightLength()], null);
        float[] staged = layout.stagedFloats() == 0 ? null : new float[layout.stagedFloats()];
        // Of one of many planes, as loops that read a little beside the image are not for the ends of an array, and of
        // one alone.
        int beside = 2 * small.iw() + 4 * platform.lanes();
        float[] x = new float[beside + small.inImage() + beside];
        float[] y = new float[small.outImage()];
        ImageCall[] calls = {
            new ImageCall(weights, x, beside, y, 0, staged),
            new ImageCall(weights, x, beside, new float[small.outImage()], 0, y, 0, staged),
            new ImageCall(weights, new float[small.inImage()], 0, y, 0, staged)
        };
        for (ImageCall each : calls) {
            each.ends(plan.access(), null, null);
        }
        Scratch scratch = new Scratch();
        scratch.reserve(layout.sliceFloats());
        int all = plan.layout().channelUnits();
        int units = Math.min(CHANNEL_UNITS, all);
        double multiplyAdds = (double) small.multiplyAdds() * units / all;
        boolean pixels = layout.axis().alongPixels();
        int outputs = pixels ? small.ow() : s.ocg();
        int span = pixels ? lanes : lanes * layout.tile().vectors();
        // Lanes that have no output take as long as others.
        int computed = (outputs + span - 1) / span * span;
        double vectors = AROUND + multiplyAdds / lanes * computed / outputs;
        boolean pauses = Runtime.getRuntime().availableProcessors() == 1;
        double enough = 0;
        long start = System.nanoTime();
        long rested = start;
        long before = start;
        double last = Double.MAX_VALUE;
        double lastButOne = last;
        double fastest = last;
        for (int turn = 0; fastest >= enough && before - start < most; turn++) {
            double part = (double) (before - start) / MOST_NANOS;
            enough = ofVector * vectors * (1 + LENIENCE * part * part);
            ImageCall call = calls[turn % calls.length];
            if (staged != null) {
                plan.stage(call, 0, plan.stageParts(), scratch);
            }
            plan.compute(call, all - units, all, 0, plan.layout().pixelUnits(), scratch);
            long after = System.nanoTime();
            double nanos = after - before;
            fastest = Math.min(fastest, Math.max(nanos, Math.max(last, lastButOne)));
            lastButOne = last;
            last = nanos;
            before = after;
            if (pauses && after - rested > BURST_NANOS) {
                LockSupport.parkNanos(BURST_NANOS);
                rested = System.nanoTime();
                before = rested;
            }
        }
        return fastest < enough ? 0 : fastest / multiplyAdds;
    }
}
