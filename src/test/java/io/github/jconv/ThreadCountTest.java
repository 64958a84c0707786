// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.kernel.CompiledKernels;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits on 1 to 8 threads, by layers of each kernel that are large enough for all of them. */
@Tag("bits")
class ThreadCountTest {
    private static final int MOST = 8;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic16ih40iw41_oc19_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n2g3_ic24ih80iw89_oc27_kh3kw2_s1x2_p1x1_d2x1_reflect_b1_seed2",
                "n1g1_ic64ih31iw33_oc67_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed3",
                "n1g1_ic72ih9iw9_oc100_kh3kw3_s1x1_p1x1_d1x1_circular_b0_seed4",
                "n1g40_ic40ih110iw111_oc40_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5",
                "n1g36_ic36ih180iw191_oc36_kh5kw3_s2x2_p2x1_d1x1_replicate_b1_seed6",
                "n32g1_ic6ih15iw17_oc13_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed7",
                "n3g1_ic16ih70iw81_oc19_kh1kw3_s1x1_p0x1_d1x1_zeros_b1_nonfinite_seed8",
            })
    void oneToEight(String line) {
        ConvCase c = ConvCase.parse(line);
        float[] x = c.input();
        float[] expected = Oracle.forward(c);
        ForkJoinPool pool = new ForkJoinPool(MOST);
        try {
            for (int threads = 1; threads <= MOST; threads++) {
                Conv2d conv = c.builder().parallelism(threads).build();
                assertEquals(threads, conv.plan(c.shape()).threads(), line);
                CompiledKernels.await(Planner.plan(CaseGeometry.of(c), Platform.current(), threads));
                int offset = threads;
                float[] y = new float[offset + expected.length];
                for (int call = 0; call < 3; call++) {
                    Arrays.fill(y, Float.NaN);
                    pool.submit(() -> conv.forward(x, 0, y, offset, c.shape())).join();
                    float[] region = Arrays.copyOfRange(y, offset, y.length);
                    assertBits(c, threads + " threads, call " + call, expected, region);
                }
            }
        } finally {
            pool.shutdown();
        }
    }
}
