// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits before, while and after the JVM compiles the kernels. */
@Tag("bits")
class CompiledForwardTest {
    private static final int CALLS = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic4ih9iw33_oc9_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic3ih11iw19_oc7_kh5kw3_s2x3_p2x1_d1x2_reflect_b0_seed2",
                "n2g3_ic9ih5iw8_oc6_kh2kw3_s1x1_same_d1x1_circular_b1_seed3",
                "ug1_ic17ih5iw13_oc13_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed4",
                "n1g1_ic17ih7iw15_oc24_kh1kw1_s2x2_p0x0_d1x1_zeros_b0_seed5",
                "n1g5_ic5ih19iw25_oc5_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed6",
                "n1g5_ic5ih19iw70_oc10_kh5kw5_s1x1_p2x2_d1x1_replicate_b1_seed7",
                "n1g5_ic5ih19iw50_oc5_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed8",
                "n1g3_ic3ih6iw3_oc3_kh3kw3_s1x1_p1x1_d1x1_circular_b0_seed9",
                "n1g1_ic4ih9iw9_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_nonfinite_seed10",
                "n1g1_ic4ih9iw9_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_subnormal_seed11",
            })
    void tenThousandCalls(String line) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = c.builder().parallelism(1).build();
        float[] expected = Oracle.forward(c);
        float[] x = c.input();
        float[] y = new float[expected.length];
        for (int call = 0; call < CALLS; call++) {
            conv.forward(x, 0, y, 0, c.shape());
            assertBits(c, "call " + call, expected, y);
        }
    }
}
