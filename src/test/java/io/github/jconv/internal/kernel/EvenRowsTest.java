// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dense depthwise kernels of stride 2 over rows with a column of padding on the left alone. */
@Tag("bits")
class EvenRowsTest {
    /** Around the outputs of one, two and three vectors of each width. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 44, 46, 48, 58, 60, 62, 64, 66, 90,
                92, 94, 122, 124, 126
            })
    void everyLengthOfRows(int iw) {
        for (String mode : new String[] {"zeros", "replicate", "reflect", "circular"}) {
            GuardedRun.everyKernel(even("n1g5_ic5ih6iw" + iw + "_oc5_kh3kw3_s2x2_p1x1_d1x1_" + mode + "_b1_seed" + iw));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    n1g1_ic1ih6iw40_oc1_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed1
                    n2g9_ic9ih6iw40_oc18_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed2
                    n1g3_ic3ih460iw36_oc3_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed3
                    n1g3_ic3ih2iw70_oc3_kh3kw3_s2x2_p1x1_d1x1_zeros_b0_seed4
                    n1g7_ic7ih7iw38_oc7_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed5
                    n1g7_ic7ih7iw33_oc7_kh3kw3_s2x2_p1,1,1,0_d1x1_zeros_repeats_b1_seed6
                    n1g7_ic7ih8iw71_oc7_kh3kw3_s2x2_p0,1,0,0_d1x1_zeros_repeats_b1_seed7
                    n1g7_ic7ih8iw42_oc7_kh3kw3_s2x2_p1,1,1,0_d1x1_circular,zeros_repeats_b1_seed8
                    n1g7_ic7ih8iw42_oc7_kh3kw3_s2x2_p1,1,0,0_d1x1_reflect,zeros_repeats_b1_seed9
                    n1g80_ic80ih12iw20_oc80_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed10
                    n1g2_ic2ih5iw1500_oc2_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed11
                    n1g7_ic7ih7iw33_oc7_kh3kw3_s2x2_p1,1,1,0_d1x1_replicate_repeats_b1_seed12
                    n1g7_ic7ih8iw71_oc7_kh3kw3_s2x2_p0,1,0,0_d1x1_circular_repeats_b1_seed13
                    n1g7_ic7ih8iw42_oc14_kh3kw3_s2x2_p1,1,1,0_d1x1_zeros,circular_repeats_b1_seed14
                    n1g7_ic7ih8iw42_oc7_kh3kw3_s2x2_p1,1,1,0_d1x1_zeros,reflect_repeats_b1_seed15
                    n1g3_ic3ih460iw36_oc3_kh3kw3_s2x2_p1x1_d1x1_circular_b1_seed16
                    n1g1_ic1ih6iw40_oc1_kh3kw3_s2x2_p1x1_d1x1_replicate_b1_seed17
                    n1g2_ic2ih5iw1500_oc2_kh3kw3_s2x2_p1x1_d1x1_circular_b1_seed18
                    """)
    void rowsBesideThem(String line) {
        GuardedRun.everyKernel(even(line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    n1g5_ic5ih6iw41_oc5_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed1
                    n1g5_ic5ih6iw40_oc5_kh3kw3_s2x2_p0,0,1,1_d1x1_zeros_repeats_b1_seed3
                    n1g5_ic5ih6iw40_oc5_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4
                    """)
    void othersAreNotTheirs(String line) {
        assertFalse(DenseBlocks.evenRows(CaseGeometry.of(ConvCase.parse(line))));
    }

    private static ConvCase even(String line) {
        ConvCase c = ConvCase.parse(line);
        assertTrue(DenseBlocks.evenRows(CaseGeometry.of(c)));
        return c;
    }
}
