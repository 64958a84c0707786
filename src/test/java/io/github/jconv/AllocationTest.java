// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.jconv.oracle.ConvCase;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A warm forward into the caller's array allocates nothing on one thread, and on several no more than their tasks. */
class AllocationTest {
    /** Tasks, of which there are at most a few an image. */
    private static final long FEW_BYTES = 4096;

    private static final int CALLS = 20;

    /** After so long the JVM has compiled whatever boxes vectors before, even on a busy machine. */
    private static final long MOST_NANOS = 30_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ug1_ic4ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "ug1_ic4ih16iw16_oc6_kh3kw3_s2x2_p1x1_d1x1_reflect_b1_seed2",
                "ug1_ic8ih16iw16_oc6_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed3",
                "ug1_ic8ih16iw16_oc48_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed4",
                "n1g1_ic64ih7iw7_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5",
                "ug4_ic4ih16iw16_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed6",
                "ug16_ic16ih14iw14_oc16_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed11",
                "ug4_ic4ih16iw16_oc8_kh5kw5_s2x2_p2x2_d1x1_circular_b1_seed7",
                "n3g2_ic8ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_replicate_b0_seed8",
                "n1g1_ic2ih16iw16_oc2_kh3kw3_s1x1_p300x300_d300x300_zeros_b1_seed9",
                "ug16_ic16ih16iw16_oc16_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed12",
                "ug16_ic16ih16iw16_oc16_kh3kw3_s1x1_p1x1_d1x1_circular_b1_seed13",
            })
    void aWarmForwardOnOneThreadAllocatesNothing(String line) {
        ConvCase small = ConvCase.parse(line);
        ConvCase large = small.enlarged(56, 56);
        Conv2d conv = small.builder().parallelism(1).build();
        assertEquals(0, bytesPerCall(small, conv, 0), small::toString);
        assertEquals(0, bytesPerCall(large, conv, 0), large::toString);
        assertEquals(0, bytesPerCall(small, conv, 0), small::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ug1_ic4ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "ug1_ic64ih56iw56_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed2",
                "n3g1_ic64ih7iw7_oc96_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed3",
                "n1g32_ic32ih56iw56_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
                "n1g1_ic2ih16iw16_oc2_kh3kw3_s1x1_p300x300_d300x300_zeros_b1_seed5",
            })
    void norDoesOneFromAndToBuffersOrInAnotherLayout(String line) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = c.builder().parallelism(1).build();
        int[] shape = c.shape();
        int[] pixels = c.batched() ? new int[] {c.n(), c.ih(), c.iw(), c.ic()} : new int[] {c.ih(), c.iw(), c.ic()};
        float[] y = conv.forward(c.input(), shape);
        float[] x = c.input();
        FloatBuffer input = direct(x);
        FloatBuffer output = direct(y);
        assertEquals(0, bytesPerCall(() -> conv.forward(input, output, shape), 0), "buffers");
        assertEquals(0, bytesPerCall(() -> conv.forward(DataLayout.NHWC, x, 0, y, 0, pixels), 0), "NHWC");
        assertEquals(0, bytesPerCall(() -> conv.forward(DataLayout.NHWC, input, output, pixels), 0), "NHWC in buffers");
    }

    private static FloatBuffer direct(float[] values) {
        return ByteBuffer.allocateDirect(Float.BYTES * values.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(0, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ug1_ic4ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_relu_seed1",
                "ug1_ic4ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_clamp0.0to6.0_seed1",
                "ug1_ic8ih16iw16_oc48_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_leaky0.01_seed4",
                "n1g1_ic64ih7iw7_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_hardswish_seed5",
                "ug4_ic4ih16iw16_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_silu_seed6",
                "ug1_ic8ih16iw16_oc6_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_sigmoid_seed3",
                "ug1_ic8ih16iw16_oc6_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_tanh_seed3",
                "n2g1_ic4ih16iw16_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_add_seed1",
                "n1g1_ic64ih7iw7_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_add_silu_seed5",
                "ug4_ic4ih16iw16_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_add_relu_seed6",
            })
    void norDoesWhatFollows(String line) {
        assumeTrue(
                Runtime.version().feature() >= 25 || !line.matches(".*_(hardswish|silu|sigmoid|tanh)_.*"),
                "by design: C2 of JDK 17 now and then boxes vectors of long formulas");
        aWarmForwardOnOneThreadAllocatesNothing(line);
    }

    @Test
    void norDoDepthwisePlanesOfAVector() {
        assumeTrue(Runtime.version().feature() >= 25, "by design: C2 of JDK 17 now and then boxes a vector a plane");
        aWarmForwardOnOneThreadAllocatesNothing("ug16_ic16ih7iw7_oc16_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed10");
    }

    /** Layers of a network take turns at one scratch: of all kinds, with lanes along channels and along pixels on 32 registers. */
    @Test
    void norDoesAChainOfWinograd() {
        assumeTrue(
                Runtime.version().feature() >= 25,
                "by design: C2 of JDK 17 now and then boxes vectors of the transforms");
        List<Runnable> forwards = new ArrayList<>();
        for (String line : List.of(
                "n1g1_ic48ih28iw28_oc48_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic64ih28iw28_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed2",
                "n1g1_ic56ih20iw20_oc56_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed3",
                "n1g1_ic24ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
                "n1g1_ic32ih56iw56_oc64_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed5",
                "n1g1_ic64ih56iw56_oc32_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed6",
                "n1g1_ic48ih64iw64_oc64_kh3kw3_s1x1_p2x2_d2x2_zeros_b1_seed7",
                "n1g1_ic80ih64iw64_oc40_kh3kw3_s1x1_p2x2_d2x2_zeros_b1_seed8")) {
            ConvCase c = ConvCase.parse(line);
            Conv2d conv = c.builder().accuracy(Accuracy.FAST).parallelism(1).build();
            assertEquals("winograd", conv.plan(c.shape()).kernel(), line);
            assertEquals(0, bytesPerCall(c, conv, 0), line);
            float[] x = c.input();
            int[] shape = c.shape();
            float[] y = conv.forward(x, shape);
            forwards.add(() -> conv.forward(x, 0, y, 0, shape));
        }
        assertEquals(0, bytesPerCall(() -> forwards.forEach(Runnable::run), 0), "one after the other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic16ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic64ih28iw28_oc128_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed2",
                "n1g32_ic32ih112iw112_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed3",
                "n5g1_ic16ih28iw28_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
                "n8g1_ic16ih28iw28_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5",
            })
    void aWarmForwardOnSeveralThreadsAllocatesTasks(String line) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = c.builder().parallelism(4).build();
        assertEquals(4, conv.plan(c.shape()).threads());
        long bytes = bytesPerCall(c, conv, FEW_BYTES);
        assertTrue(bytes <= FEW_BYTES, () -> c + " allocates " + bytes + " bytes a call");
    }

    /** Bytes that this thread allocates a call, once they are few enough or enough rounds have passed. */
    private static long bytesPerCall(ConvCase c, Conv2d conv, long enough) {
        float[] x = c.input();
        int[] shape = c.shape();
        float[] y = conv.forward(x, shape);
        float[] residual = c.residualValues(y.length);
        if (residual != null) {
            return bytesPerCall(() -> conv.forwardAdd(x, 0, residual, 0, y, 0, shape), enough);
        }
        return bytesPerCall(() -> conv.forward(x, 0, y, 0, shape), enough);
    }

    private static long bytesPerCall(Runnable forward, long enough) {
        long bytes = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (bytes > enough && System.nanoTime() - start < MOST_NANOS) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                forward.run();
            }
            // Rounded up: a byte in twenty calls is a byte.
            bytes = (THREADS.getCurrentThreadAllocatedBytes() - before + CALLS - 1) / CALLS;
        }
        return bytes;
    }
}
