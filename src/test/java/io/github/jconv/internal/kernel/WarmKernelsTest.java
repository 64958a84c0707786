// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kernel and tile gives the same bits in ten thousand calls: the first ones interpreted, the last ones compiled. */
@Tag("bits")
class WarmKernelsTest {
    private static final int CALLS = 10_000;

    @ParameterizedTest
    @CsvSource({
        "general, n1g1_ic3ih4iw7_oc9_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "pointwise, n1g1_ic9ih4iw7_oc9_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed2",
        "depthwise, n1g2_ic2ih9iw35_oc2_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed3",
        "depthwise, n1g2_ic2ih9iw70_oc2_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed4",
        "depthwise, n1g2_ic2ih9iw37_oc4_kh2kw5_s1x1_p1x2_d1x1_reflect_b1_seed5",
        "depthwise, n1g2_ic2ih1iw37_oc2_kh1kw5_s1x1_p0x2_d1x1_circular_b0_seed6",
        "scalar, n1g1_ic3ih4iw7_oc9_kh3kw3_s1x2_p1x1_d1x1_replicate_b1_seed7",
    })
    void tenThousandCalls(String name, String line) {
        ConvCase c = ConvCase.parse(line);
        Geometry g = CaseGeometry.of(c);
        Weights weights = new Weights(g.layer(), c.weight(), c.biasValues());
        float[] expected = Oracle.forward(c);
        float[] x = c.input();
        float[] y = new float[expected.length];
        int ran = 0;
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.name().equals(name) && kernel.accepts(g, Platform.current())) {
                ran++;
                for (Layout layout : GuardedRun.layouts(kernel, g)) {
                    Plan plan = new Plan(g, kernel, layout, Platform.current().lanes(), 1, false, 1, 1);
                    for (int call = 0; call < CALLS; call++) {
                        Executor.run(plan, weights, x, 0, y, 0);
                        assertBits(c, name + " " + layout.tile() + ", call " + call, expected, y);
                    }
                }
            }
        }
        assertEquals(Platform.current().vectors() || name.equals("scalar") ? 1 : 0, ran);
    }
}
