// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.ImageCall;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Scratch;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class ExecutorTest {
    private static final ConvCase CASE = ConvCase.parse("n3g1_ic4ih9iw10_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5");

    private static final Kernel SCALAR = Kernels.ALL.get(Kernels.ALL.size() - 1);

    private final Geometry geometry = CaseGeometry.of(CASE);
    private final Weights weights = new Weights(geometry.layer(), CASE.weight(), CASE.biasValues());

    @Test
    void eachOutputUnitOfEachImageIsComputedOnce() {
        for (boolean acrossImages : new boolean[] {false, true}) {
            for (int channelSlices = 1; channelSlices <= 8; channelSlices++) {
                for (int pixelSlices = 1; pixelSlices <= 9; pixelSlices++) {
                    float[] y = run(acrossImages, channelSlices, pixelSlices, piece -> {});
                    for (float count : y) {
                        assertEquals(1, count);
                    }
                }
            }
        }
    }

    @Test
    void insideAPoolOnlyItsThreadsCompute() {
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            Set<ForkJoinPool> pools = ConcurrentHashMap.newKeySet();
            pool.submit(() -> run(false, 8, 9, piece -> pools.add(ForkJoinTask.getPool())))
                    .join();
            assertEquals(Set.of(pool), pools);
            assertEquals(3, pool.submit(Executor::poolParallelism).join());
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void outsideAnyPoolItIsTheCommonPoolAndTheCaller() {
        assertEquals(ForkJoinPool.getCommonPoolParallelism() + 1, Executor.poolParallelism());
    }

    @Test
    void onePlannedThreadIsTheCallers() {
        Thread caller = Thread.currentThread();
        Kernel kernel = new CountingKernel(piece -> assertEquals(caller, Thread.currentThread()));
        Plan plan = Planner.plan(kernel, geometry, Platform.current(), 1);
        Executor.run(plan, weights, CASE.input(), 0, new float[3 * geometry.outImage()], 0);
        assertEquals(1, plan.threads());
    }

    @Test
    void aFailingSliceFailsTheForwardAndTheNextOneWorks() {
        for (boolean acrossImages : new boolean[] {false, true}) {
            assertThrows(
                    StackOverflowError.class,
                    () -> run(acrossImages, 4, 3, piece -> {
                        throw new StackOverflowError("for a test");
                    }));
            Kernel kernel = Kernels.choose(geometry, Platform.current());
            Layout layout = kernel.layout(geometry, Platform.current());
            Plan plan = new Plan(geometry, kernel, layout, Platform.current().lanes(), 3, acrossImages, 1, 1);
            float[] y = new float[3 * geometry.outImage()];
            Executor.run(plan, weights, CASE.input(), 0, y, 0);
            assertBits(CASE, "after a failure", Oracle.forward(CASE), y);
        }
    }

    private float[] run(boolean acrossImages, int channelSlices, int pixelSlices, IntConsumer piece) {
        Kernel kernel = new CountingKernel(piece);
        Layout layout = kernel.layout(geometry, Platform.current());
        Plan plan = new Plan(geometry, kernel, layout, 1, 3, acrossImages, channelSlices, pixelSlices);
        float[] y = new float[3 * geometry.outImage()];
        Executor.run(plan, weights, CASE.input(), 0, y, 0);
        return y;
    }

    /** Adds one to each output it is asked for; units are those of the scalar kernel, output channels and output rows. */
    private static final class CountingKernel implements Kernel {
        private final IntConsumer onCompute;

        CountingKernel(IntConsumer onCompute) {
            this.onCompute = onCompute;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public boolean accepts(Geometry g, Platform platform) {
            return true;
        }

        @Override
        public Layout layout(Geometry g, Platform platform) {
            return SCALAR.layout(g, platform);
        }

        @Override
        public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
            onCompute.accept(c0);
            Geometry g = plan.geometry();
            for (int c = c0; c < c1; c++) {
                for (int i = p0 * g.ow(); i < p1 * g.ow(); i++) {
                    call.y()[call.yo() + c * g.outPlane() + i]++;
                }
            }
        }
    }
}
