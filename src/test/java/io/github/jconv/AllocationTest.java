package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.jconv.oracle.ConvCase;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A warm forward into the caller's array allocates a few small objects, however large the image. */
class AllocationTest {
    /** Geometry, shape, call and the like; a padded copy of one 16x16 plane alone would be more. */
    private static final long FEW_BYTES = 1024;

    private static final int CALLS = 20;

    /** Rounds after which the JVM has long compiled whatever boxes vectors before. */
    private static final int MOST_ROUNDS = 1500;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ug1_ic4ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "ug1_ic4ih16iw16_oc6_kh3kw3_s2x2_p1x1_d1x1_reflect_b1_seed2",
                "ug1_ic8ih16iw16_oc6_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed3",
                "ug4_ic4ih16iw16_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
                "ug4_ic4ih16iw16_oc8_kh5kw5_s2x2_p2x2_d1x1_circular_b1_seed5",
            })
    void aWarmForwardAllocatesNothingOfTheImagesSize(String line) {
        ConvCase small = ConvCase.parse(line);
        ConvCase large = small.enlarged(112, 112);
        Conv2d conv = small.builder().parallelism(1).build();
        assertFew(small, conv);
        assertFew(large, conv);
        assertFew(small, conv);
    }

    private static void assertFew(ConvCase c, Conv2d conv) {
        float[] x = c.input();
        int[] shape = c.shape();
        int[] out = conv.outputShape(shape);
        float[] y = new float[out[0] * out[1] * out[2]];
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && bytes > FEW_BYTES; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                conv.forward(x, 0, y, 0, shape);
            }
            bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
        }
        long warm = bytes;
        assertTrue(warm <= FEW_BYTES, () -> c + " allocates " + warm + " bytes a call");
    }
}
