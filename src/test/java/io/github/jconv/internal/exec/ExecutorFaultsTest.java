// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A step of a forward that fails fails the forward, once, and nothing else; the next forward is as if it had not been. */
class ExecutorFaultsTest {
    private static final ConvCase CASE = ConvCase.parse("n3g1_ic4ih9iw10_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5");
    private static final IntConsumer NOTHING = call -> {};
    private static final int THREADS = 3;

    /** How a plan divides the work. */
    private enum Cut {
        ALONE(1, false),
        IMAGES(THREADS, true),
        SLICES(THREADS, false);

        private final int threads;
        private final boolean acrossImages;

        Cut(int threads, boolean acrossImages) {
            this.threads = threads;
            this.acrossImages = acrossImages;
        }
    }

    private final Geometry geometry = CaseGeometry.of(CASE);
    private final Weights weights = new Weights(geometry.layer(), CASE.weight(), CASE.biasValues());
    private final Kernel real = Kernels.choose(geometry, Platform.current());
    private final float[] expected = Oracle.forward(CASE);

    @ParameterizedTest
    @CsvSource({"ALONE, 0", "ALONE, 1", "IMAGES, 0", "IMAGES, 2", "SLICES, 0", "SLICES, 3", "SLICES, 7"})
    void aFailingSliceIsTheCallersOnceAndTheNextForwardWorks(Cut cut, int failing) {
        for (Throwable fault : new Throwable[] {
            new IllegalStateException("for a test"), new OutOfMemoryError("for a test"), new InternalError("for a test")
        }) {
            FaultyKernel kernel = new FaultyKernel(real, NOTHING, failingAt(failing, fault));
            assertFailsOnce(fault, kernel, cut);
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aFailingStagingIsTheCallersOnceAndTheNextForwardWorks(Cut cut) {
        assertTrue(real.layout(geometry, Platform.current()).stagedFloats() > 0);
        Throwable fault = new StackOverflowError("for a test");
        FaultyKernel kernel = new FaultyKernel(real, failingAt(1, fault), NOTHING);
        assertFailsOnce(fault, kernel, cut);
    }

    @Test
    void everySliceMayFail() {
        FaultyKernel kernel = new FaultyKernel(real, NOTHING, call -> {
            throw new IllegalStateException("slice " + call);
        });
        float[] y = poison();
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> forward(kernel, Cut.SLICES, 0, y));
        assertEquals(0, kernel.running());
        // Of each thread at most the slice that it had begun; of images after the first none.
        assertTrue(kernel.computes() <= THREADS);
        assertEquals(kernel.computes() - 1, thrown.getSuppressed().length);
        assertBits("untouched", poison(), y);
    }

    @Test
    void imagesAfterAFailureAreNotComputed() {
        for (Cut cut : new Cut[] {Cut.ALONE, Cut.SLICES}) {
            float[] y = poison();
            IntConsumer fault = failingAt(0, new IllegalStateException("for a test"));
            FaultyKernel kernel = new FaultyKernel(real, NOTHING, fault);
            assertThrows(IllegalStateException.class, () -> forward(kernel, cut, 0, y));
            int image = geometry.outImage();
            assertBits(cut + ": later images", poison(2 * image), Arrays.copyOfRange(y, image, 3 * image));
        }
    }

    /** No array is that long: the slices find no memory, or in a larger JVM would not. */
    @ParameterizedTest
    @EnumSource(Cut.class)
    void memoryThatRunsOutInASliceIsTheCallersError(Cut cut) {
        float[] y = new float[expected.length];
        assertThrows(OutOfMemoryError.class, () -> forward(real, cut, Integer.MAX_VALUE, y));
        assertWorks();
    }

    /** Were it lost, the pool would be empty after so many failures, and the next forward would need new scratch. */
    @Test
    void scratchIsGivenBackByAForwardThatFails() {
        Kernel scalar = Kernels.ALL.get(Kernels.ALL.size() - 1);
        float[] y = new float[expected.length];
        forward(scalar, Cut.ALONE, 0, y);
        for (int i = 0; i < 1000; i++) {
            FaultyKernel kernel = new FaultyKernel(scalar, NOTHING, failingAt(1, new IllegalStateException()));
            assertThrows(IllegalStateException.class, () -> forwardHere(kernel, Cut.ALONE, 0, y));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        forwardHere(scalar, Cut.ALONE, 0, y);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 8192, () -> "allocated " + bytes + " bytes");
    }

    private void assertFailsOnce(Throwable fault, FaultyKernel kernel, Cut cut) {
        float[] y = new float[expected.length];
        Throwable thrown = assertThrows(fault.getClass(), () -> forward(kernel, cut, 0, y));
        assertEquals(0, kernel.running(), "still running");
        assertSame(fault, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        // The fault was that of one call: the same kernel goes on as if nothing had been.
        Arrays.fill(y, Float.NaN);
        forward(kernel, cut, 0, y);
        assertBits(CASE, "after " + thrown, expected, y);
    }

    private void assertWorks() {
        for (Cut cut : Cut.values()) {
            float[] y = poison();
            forward(real, cut, 0, y);
            assertBits(CASE, cut + " after a failure", expected, y);
        }
    }

    /** In a pool of its own, so that slices do run on several threads. */
    private void forward(Kernel kernel, Cut cut, int sliceFloats, float[] y) {
        ForkJoinPool pool = new ForkJoinPool(THREADS);
        try {
            Throwable thrown = pool.submit(() -> {
                        try {
                            forwardHere(kernel, cut, sliceFloats, y);
                            return null;
                        } catch (RuntimeException | Error e) {
                            return e;
                        }
                    })
                    .join();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw (RuntimeException) thrown;
            }
        } finally {
            pool.shutdown();
        }
    }

    /** With at least {@code sliceFloats} floats of scratch a slice. */
    private void forwardHere(Kernel kernel, Cut cut, int sliceFloats, float[] y) {
        Layout l = kernel.layout(geometry, Platform.current());
        Layout layout = new Layout(
                l.tile(),
                l.axis(),
                l.channelUnits(),
                l.pixelUnits(),
                l.channelsShareInput(),
                l.planes(),
                l.strips(),
                Math.max(sliceFloats, l.sliceFloats()));
        int channelSlices = cut == Cut.SLICES ? layout.channelUnits() : 1;
        int pixelSlices = cut == Cut.SLICES ? layout.pixelUnits() : 1;
        int lanes = Platform.current().lanes();
        Plan plan =
                new Plan(geometry, kernel, layout, lanes, cut.threads, cut.acrossImages, channelSlices, pixelSlices);
        Executor.run(plan, weights, CASE.input(), 0, y, 0);
    }

    /** Throws at one call, once. */
    private static IntConsumer failingAt(int failing, Throwable fault) {
        AtomicBoolean thrown = new AtomicBoolean();
        return call -> {
            if (call >= failing && thrown.compareAndSet(false, true)) {
                if (fault instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) fault;
            }
        };
    }

    private float[] poison() {
        return poison(expected.length);
    }

    private static float[] poison(int length) {
        float[] poison = new float[length];
        Arrays.fill(poison, -77);
        return poison;
    }
}
