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
import io.github.jconv.internal.kernel.LaneAxis;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Scratch;
import io.github.jconv.internal.kernel.Tile;
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

    /** What is around the vectors of a small layer, compiled. */
    private static final double AROUND_NANOS = 800;

    /** After so long a pause as long: where cores are few, C2 shares this thread's. */
    private static final long BURST_NANOS = 1_000_000;

    private static final long LONGEST_PAUSE = 20_000_000;

    /** Then C2 has failed, or gets next to nothing of a core. */
    static final long MOST_NANOS = 20_000_000_000L;

    /** Enough for the scalar kernel. */
    private static final long SCALAR_NANOS = 1_000_000_000;

    private final Kernel kernel;
    private final Tile tile;
    private final LaneAxis axis;
    private final int loops;
    private final boolean channelsLast;
    private final Activation.Function function;
    private final Geometry small;
    private final Platform platform;
    private final long begun = System.nanoTime();
    private long again;
    private boolean compiled;
    private boolean slower;
    private volatile boolean over;

    Rehearsal(Plan plan, Platform platform) {
        this.kernel = plan.kernel();
        this.tile = plan.tile();
        this.axis = plan.layout().axis();
        this.loops = kernel.loops(plan.geometry(), plan.lanes());
        this.channelsLast = plan.access() == Access.NHWC;
        this.function = function(plan);
        this.small = smaller(plan.geometry(), channelsLast);
        this.platform = platform;
    }

    /** Whether the code is that of a plan. */
    boolean isOf(Plan plan) {
        return kernel == plan.kernel()
                && tile.equals(plan.tile())
                && axis == plan.layout().axis()
                && loops == kernel.loops(plan.geometry(), plan.lanes())
                && channelsLast == (plan.access() == Access.NHWC)
                && function == function(plan);
    }

    private static Activation.Function function(Plan plan) {
        return plan.geometry().layer().activation().function();
    }

    boolean isOver() {
        return over;
    }

    /** Whether the code was seen to run as compiled code does. */
    boolean isCompiled() {
        return over && compiled;
    }

    /** Whether it should serve: it is compiled, or cannot be rehearsed, or is faster than the scalar kernel as it is. */
    boolean serves() {
        return over && !slower;
    }

    /** Whether C2 was not done in time, and may be by now. */
    boolean isDue() {
        return over && slower && System.nanoTime() - again > 0;
    }

    /** To be run once more. */
    void repeat() {
        over = false;
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
        try {
            if (kernel.accepts(small, platform) && kernel.fits(small, platform, like()) && isSmall()) {
                untilCompiled(mostNanos);
            }
        } catch (RuntimeException | Error e) {
            // It goes without rehearsal: whatever is wrong, the next forward's caller will hear of it.
            slower = false;
        } finally {
            long now = System.nanoTime();
            // The thread is idle for most of the time, the more so the longer C2 has not been done.
            again = now + 8 * (now - begun);
            over = true;
        }
    }

    private boolean isSmall() {
        double in = (double) small.layer().inChannels() * small.paddedHeight() * small.paddedWidth();
        return in + small.outImage() + small.layer().weightLength() < MOST_FLOATS;
    }

    private Layout like() {
        return new Layout(tile, axis, 1, 1, false, null, null, 0);
    }

    /** Fails with whatever the kernel fails with. */
    void untilCompiled(long mostNanos) {
        Plan plan = new Plan(small, kernel, kernel.layout(small, platform, like()), platform.lanes(), 1, false, 1, 1);
        double nanos = nanos(plan, COMPILED_NANOS, AROUND_NANOS, mostNanos);
        compiled = nanos == 0;
        slower = !compiled && nanos > scalarNanos();
    }

    private double scalarNanos() {
        Platform scalar = platform.scalar();
        Kernel other = Kernels.choose(small, scalar);
        return nanos(new Plan(small, other, other.layout(small, scalar), 1, 1, false, 1, 1), 0, 0, SCALAR_NANOS);
    }

    /**
     * Repeats a plan until all turns of a few in a row are fast enough, and returns 0; after {@code most} nanoseconds those
     * of a multiply-add.
     */
    private double nanos(Plan inPlace, double ofVector, double around, long most) {
        Plan plan = inPlace.with(channelsLast ? Access.NHWC : Access.IN_PLACE);
        Layout layout = inPlace.layout();
        LayerSpec s = small.layer();
        Weights weights = new Weights(s, new float[(int) s.weightLength()], null);
        float[] staged = layout.stagedFloats() == 0 ? null : new float[layout.stagedFloats()];
        // As of one of many planes: loops that read a little beside the image are not for the ends of an array.
        int beside = 2 * small.iw() + 4 * platform.lanes();
        float[] x = new float[beside + small.inImage() + beside];
        float[] y = new float[small.outImage()];
        ImageCall[] calls = {
            new ImageCall(weights, x, beside, y, 0, staged),
            new ImageCall(weights, x, beside, new float[small.outImage()], 0, y, 0, staged)
        };
        for (ImageCall each : calls) {
            each.ends(plan.access(), null, null);
        }
        Scratch scratch = new Scratch();
        scratch.reserve(layout.sliceFloats());
        int all = plan.layout().channelUnits();
        int units = Math.min(CHANNEL_UNITS, all);
        double multiplyAdds = (double) small.multiplyAdds() * units / all;
        double enough = around + ofVector * multiplyAdds / plan.lanes();
        long start = System.nanoTime();
        long rested = start;
        long before = start;
        double last = Double.MAX_VALUE;
        double lastButOne = last;
        double fastest = last;
        for (int turn = 0; fastest >= enough && before - start < most; turn++) {
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
            if (after - rested > BURST_NANOS) {
                LockSupport.parkNanos(Math.min(after - rested, LONGEST_PAUSE));
                rested = System.nanoTime();
                before = rested;
            }
        }
        return fastest < enough ? 0 : fastest / multiplyAdds;
    }
}
