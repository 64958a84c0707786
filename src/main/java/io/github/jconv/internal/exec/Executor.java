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
        Geometry g = plan.geometry();
        boolean wakes = plan.wakes() || plan.threads() > 1 && Tasks.isComingAgain();
        if (plan.threads() == 1 || !wakes && !Tasks.isAnyoneAwake()) {
            // Everything it needs is on loan: once warm it allocates nothing.
            ScratchPool.Loan loan = borrow(plan);
            ImageCall call = loan.call();
            call.set(weights, x, xo, r, ro, y, yo, loan.staged());
            call.ends(plan.access(), xBuffer, yBuffer);
            alone(plan, loan, g.n());
            if (plan.threads() > 1) {
                Tasks.wokeNobody();
            }
            return;
        }
        ImageCall first = new ImageCall(weights, x, xo, r, ro, y, yo, null);
        first.ends(plan.access(), xBuffer, yBuffer);
        if (plan.acrossImages()) {
            Tasks.run(g.n(), plan.threads(), wakes, image -> {
                ScratchPool.Loan loan = borrow(plan);
                loan.call().image(first, g, image, loan.staged());
                alone(plan, loan, 1);
            });
        } else {
            together(plan, wakes, first);
        }
    }

    private static ScratchPool.Loan borrow(Plan plan) {
        return SCRATCH.borrow(plan.sliceFloats(), plan.layout().stagedFloats());
    }

    /** The image of the loan's call and those behind it, so many in all, on this thread; gives the loan back. */
    private static void alone(Plan plan, ScratchPool.Loan loan, int images) {
        Layout layout = plan.layout();
        ImageCall call = loan.call();
        try {
            for (int image = 0; image < images; image++) {
                if (loan.staged() != null) {
                    plan.stage(call, 0, plan.stageParts(), loan.scratch());
                }
                plan.compute(call, 0, layout.channelUnits(), 0, layout.pixelUnits(), loan.scratch());
                call.image(call, plan.geometry(), 1, loan.staged());
            }
        } finally {
            call.clear();
            SCRATCH.release(loan);
        }
    }

    /** All images from the first on, each by several threads. */
    private static void together(Plan plan, boolean wakes, ImageCall first) {
        Geometry g = plan.geometry();
        int floats = plan.layout().stagedFloats();
        ScratchPool.Loan loan = floats == 0 ? null : SCRATCH.borrow(floats);
        try {
            for (int image = 0; image < g.n(); image++) {
                ImageCall call = new ImageCall();
                call.image(first, g, image, loan == null ? null : loan.scratch().floats());
                if (loan != null) {
                    stage(plan, wakes, call);
                }
                Tasks.run(plan.slices(), plan.threads(), wakes, slice -> runSlice(plan, call, slice));
            }
        } finally {
            SCRATCH.release(loan);
        }
    }

    private static void stage(Plan plan, boolean wakes, ImageCall call) {
        int parts = plan.stageParts();
        int chunks = Math.min(parts, CHUNKS_PER_THREAD * plan.threads());
        Tasks.run(chunks, plan.threads(), wakes, chunk -> {
            ScratchPool.Loan loan = SCRATCH.borrow(0);
            try {
                int from = Pieces.start(parts, chunks, chunk);
                plan.stage(call, from, Pieces.start(parts, chunks, chunk + 1), loan.scratch());
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
        ScratchPool.Loan loan = SCRATCH.borrow(plan.sliceFloats());
        try {
            plan.compute(
                    call,
                    Pieces.start(channels, plan.channelSlices(), c),
                    Pieces.start(channels, plan.channelSlices(), c + 1),
                    Pieces.start(pixels, plan.pixelSlices(), p),
                    Pieces.start(pixels, plan.pixelSlices(), p + 1),
                    loan.scratch());
        } finally {
            SCRATCH.release(loan);
        }
    }
}
