package io.github.jconv.internal.exec;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.ImageCall;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Weights;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Who runs which slice? Runs a plan on the caller's thread and, where the plan says so, on its ForkJoin pool. */
public final class Executor {
    private static final ScratchPool SCRATCH =
            new ScratchPool(4 * Runtime.getRuntime().availableProcessors() + 4);

    private Executor() {}

    /** Threads a call may use here: those of the pool it is called from, else the common pool's and the caller's. */
    public static int poolParallelism() {
        ForkJoinPool pool = ForkJoinTask.getPool();
        return pool != null ? Math.max(1, pool.getParallelism()) : ForkJoinPool.getCommonPoolParallelism() + 1;
    }

    /** Computes all images of {@code x}, from {@code xo} on, into {@code y}, from {@code yo} on. */
    public static void run(Plan plan, Weights weights, float[] x, int xo, float[] y, int yo) {
        Geometry g = plan.geometry();
        int images = g.n();
        if (plan.acrossImages()) {
            Tasks.run(images, plan.threads(), image -> runImage(plan, 1, weights, x, xo, y, yo, image));
        } else {
            for (int image = 0; image < images; image++) {
                runImage(plan, plan.threads(), weights, x, xo, y, yo, image);
            }
        }
    }

    private static void runImage(
            Plan plan, int threads, Weights weights, float[] x, int xo, float[] y, int yo, int image) {
        Geometry g = plan.geometry();
        ScratchPool.Loan staged = plan.layout().stagedFloats() == 0
                ? null
                : SCRATCH.borrow(plan.layout().stagedFloats());
        try {
            ImageCall call = new ImageCall(
                    weights,
                    x,
                    xo + image * g.inImage(),
                    y,
                    yo + image * g.outImage(),
                    staged == null ? null : staged.scratch().floats());
            if (staged != null) {
                stage(plan, call, threads);
            }
            int slices = threads == 1 ? 1 : plan.slices();
            Tasks.run(slices, threads, slice -> runSlice(plan, call, slice, slices));
        } finally {
            SCRATCH.release(staged);
        }
    }

    private static void stage(Plan plan, ImageCall call, int threads) {
        int planes = plan.geometry().layer().inChannels();
        int chunks = threads == 1 ? 1 : Math.min(planes, 2 * threads);
        Tasks.run(
                chunks,
                threads,
                chunk -> plan.kernel()
                        .stage(
                                plan,
                                call,
                                Partition.start(planes, chunks, chunk),
                                Partition.start(planes, chunks, chunk + 1)));
    }

    private static void runSlice(Plan plan, ImageCall call, int slice, int slices) {
        int channelSlices = slices == 1 ? 1 : plan.channelSlices();
        int pixelSlices = slices == 1 ? 1 : plan.pixelSlices();
        int c = slice / pixelSlices;
        int p = slice % pixelSlices;
        int channels = plan.layout().channelUnits();
        int pixels = plan.layout().pixelUnits();
        ScratchPool.Loan loan = SCRATCH.borrow(plan.layout().sliceFloats());
        try {
            plan.kernel()
                    .compute(
                            plan,
                            call,
                            Partition.start(channels, channelSlices, c),
                            Partition.start(channels, channelSlices, c + 1),
                            Partition.start(pixels, pixelSlices, p),
                            Partition.start(pixels, pixelSlices, p + 1),
                            loan.scratch());
        } finally {
            SCRATCH.release(loan);
        }
    }
}
