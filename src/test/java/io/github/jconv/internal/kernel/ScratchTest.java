// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scratch outlives the calls it serves. */
class ScratchTest {
    private static final Geometry POINTWISE =
            CaseGeometry.of(ConvCase.parse("n1g1_ic4ih9iw10_oc8_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1"));

    @Test
    void itHoldsNoArrayOfACallWhoseWeightsCouldNotBePacked() throws InterruptedException {
        for (Kernel kernel : List.of(TapKernel.POINTWISE, TapKernel.GENERAL)) {
            for (Layout layout : GuardedRun.layouts(kernel, POINTWISE)) {
                Scratch scratch = new Scratch();
                WeakReference<float[]> x = failingCall(kernel, layout, scratch);
                for (int i = 0; i < 100 && x.get() != null; i++) {
                    System.gc();
                    Thread.sleep(10);
                }
                assertTrue(x.get() == null, () -> "held by " + layout);
                assertTrue(scratch.floats().length > 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 2", "2048, 2", "4096, 2", "4097, 4", "8192, 4", "16384, 8", "65536, 32", "1048576, 32"})
    void aRegionIsWhatG1MakesOfAHeap(long heapMegabytes, int regionMegabytes) {
        assertEquals(regionMegabytes << 20, 2 * Float.BYTES * Scratch.regionFloats(heapMegabytes << 20));
    }

    @Test
    void aHeapWithoutALimitHasTheLargestRegions() {
        assertEquals(Scratch.regionFloats(1L << 40), Scratch.regionFloats(Long.MAX_VALUE));
    }

    private static WeakReference<float[]> failingCall(Kernel kernel, Layout layout, Scratch scratch) {
        Plan plan = new Plan(POINTWISE, kernel, layout, Platform.current().lanes(), 1, false, 1, 1);
        Weights missing = new Weights(POINTWISE.layer(), new float[0], null);
        float[] x = new float[POINTWISE.inImage()];
        ImageCall call = new ImageCall(missing, x, 0, new float[POINTWISE.outImage()], 0, null);
        scratch.reserve(layout.sliceFloats());
        assertThrows(
                ArrayIndexOutOfBoundsException.class,
                () -> kernel.compute(plan, call, 0, layout.channelUnits(), 0, layout.pixelUnits(), scratch));
        return new WeakReference<>(x);
    }
}
