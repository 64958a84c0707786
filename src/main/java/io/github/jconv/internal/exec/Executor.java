// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.ImageCall;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Weights;
import java.nio.FloatBuffer;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Who runs which slice? Runs a plan on the caller's thread and, where the plan says so, on its ForkJoin pool. */
public final class Executor {
    private static final ScratchPool SCRATCH =
            new ScratchPool(4 * Runtime.getRuntime().availableProcessors() + 4);

    /** Pieces of staging, so that no thread waits long for the last. */
    private static final int CHUNKS_PER_THREAD = 8;

    private Executor() {}

    /** Threads a call may use here: those of the pool it is called from, else the common pool's and the caller's. */
    public static int poolParallelism() {
        ForkJoinPool pool = ForkJoinTask.getPool();
        return pool != null ? Math.max(1, pool.getParallelism()) : ForkJoinPool.getCommonPoolParallelism() + 1;
    }

    /** Computes all images of {@code x}, from {@code xo} on, into {@code y}, from {@code yo} on. */
    public static void run(Plan plan, Weights weights, float[] x, int xo, float[] y, int yo) {
        run(plan, weights, x, null, xo, null, 0, y, null, yo);
    }

    /** The same, and adds what is in {@code r} from {@code ro} on, of the output's shape, if it is not null. */
    public static void run(Plan plan, Weights weights, float[] x, int xo, float[] r, int ro, float[] y, int yo) {
        run(plan, weights, x, null, xo, r, ro, y, null, yo);
    }

    /**
     * The same of buffers.
     *
     * @param xBuffer the input if it is in no array that can be had; then {@code x} is null, and {@code xo} an absolute index
     * @param r what is added, of calls in place only
     * @param yBuffer the output if it is in no array that can be had; then {@code y} is null, and {@code yo} an absolute index
     */
    public static void run(
            Plan plan,
            Weights weights,
            float[] x,
            FloatBuffer xBuffer,
            int xo,
            float[] r,
            int ro,
            float[] y,
            FloatBuffer yBuffer,
            int yo) {
        int images = plan.geometry().n();
        if (plan.threads() == 1 || !plan.wakes() && !Tasks.isAnyoneAwake()) {
            alone(plan, weights, x, xBuffer, xo, r, ro, y, yBuffer, yo, 0, images);
        } else if (plan.acrossImages()) {
            Tasks.run(
                    images,
                    plan.threads(),
                    plan.wakes(),
                    image -> alone(plan, weights, x, xBuffer, xo, r, ro, y, yBuffer, yo, image, image + 1));
        } else {
            for (int image = 0; image < images; image++) {
                together(plan, weights, x, xBuffer, xo, r, ro, y, yBuffer, yo, image);
            }
        }
    }

    /** Images {@code [from, to)} on this thread. Everything it needs is on loan: once warm it allocates nothing. */
    private static void alone(
            Plan plan,
            Weights weights,
            float[] x,
            FloatBuffer xBuffer,
            int xo,
            float[] r,
            int ro,
            float[] y,
            FloatBuffer yBuffer,
            int yo,
            int from,
            int to) {
        Geometry g = plan.geometry();
        Layout layout = plan.layout();
        // The larger one first: it would not be left if a slice took it.
        ScratchPool.Loan staged = borrowStaged(layout);
        ScratchPool.Loan slice = null;
        try {
            slice = SCRATCH.borrow(layout.sliceFloats());
            ImageCall call = slice.call();
            call.ends(plan.access(), xBuffer, yBuffer);
            for (int image = from; image < to; image++) {
                int out = image * g.outImage();
                call.set(weights, x, xo + image * g.inImage(), r, ro + out, y, yo + out, floats(staged));
                if (staged != null) {
                    plan.stage(call, 0, plan.stageParts(), slice.scratch());
                }
                plan.compute(call, 0, layout.channelUnits(), 0, layout.pixelUnits(), slice.scratch());
            }
        } finally {
            if (slice != null) {
                slice.call().clear();
            }
            SCRATCH.release(staged);
            SCRATCH.release(slice);
        }
    }

    /** One image by several threads. */
    private static void together(
            Plan plan,
            Weights weights,
            float[] x,
            FloatBuffer xBuffer,
            int xo,
            float[] r,
            int ro,
            float[] y,
            FloatBuffer yBuffer,
            int yo,
            int image) {
        Geometry g = plan.geometry();
        ScratchPool.Loan staged = borrowStaged(plan.layout());
        try {
            int out = image * g.outImage();
            ImageCall call =
                    new ImageCall(weights, x, xo + image * g.inImage(), r, ro + out, y, yo + out, floats(staged));
            call.ends(plan.access(), xBuffer, yBuffer);
            if (staged != null) {
                stage(plan, call);
            }
            Tasks.run(plan.slices(), plan.threads(), plan.wakes(), slice -> runSlice(plan, call, slice));
        } finally {
            SCRATCH.release(staged);
        }
    }

    private static ScratchPool.Loan borrowStaged(Layout layout) {
        return layout.stagedFloats() == 0 ? null : SCRATCH.borrow(layout.stagedFloats());
    }

    private static float[] floats(ScratchPool.Loan staged) {
        return staged == null ? null : staged.scratch().floats();
    }

    private static void stage(Plan plan, ImageCall call) {
        int parts = plan.stageParts();
        int chunks = Math.min(parts, CHUNKS_PER_THREAD * plan.threads());
        Tasks.run(chunks, plan.threads(), plan.wakes(), chunk -> {
            ScratchPool.Loan loan = SCRATCH.borrow(0);
            try {
                int from = Partition.start(parts, chunks, chunk);
                plan.stage(call, from, Partition.start(parts, chunks, chunk + 1), loan.scratch());
            } finally {
                SCRATCH.release(loan);
            }
        });
    }

    private static void runSlice(Plan plan, ImageCall call, int slice) {
        // All channels of some pixels, then the next pixels: a thread reads about what it has staged.
        int c = slice % plan.channelSlices();
        int p = slice / plan.channelSlices();
        int channels = plan.layout().channelUnits();
        int pixels = plan.layout().pixelUnits();
        ScratchPool.Loan loan = SCRATCH.borrow(plan.layout().sliceFloats());
        try {
            plan.compute(
                    call,
                    Partition.start(channels, plan.channelSlices(), c),
                    Partition.start(channels, plan.channelSlices(), c + 1),
                    Partition.start(pixels, plan.pixelSlices(), p),
                    Partition.start(pixels, plan.pixelSlices(), p + 1),
                    loan.scratch());
        } finally {
            SCRATCH.release(loan);
        }
    }
}
