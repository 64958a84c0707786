// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dense depthwise kernels that read the columns beside the image from where their row lies, in every mode and mix of modes. */
@Tag("bits")
class DenseEndsTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    n1g9_ic9ih9iw33_oc9_kh3kw3_s1x1_p1x1_d1x1 1
                    n1g9_ic9ih9iw33_oc9_kh3kw3_s2x2_p1x1_d1x1 2
                    n1g9_ic9ih8iw34_oc18_kh3kw3_s2x2_p1x1_d1x1 3
                    n2g9_ic9ih7iw7_oc9_kh3kw3_s1x1_p1x1_d1x1 4
                    n2g9_ic9ih14iw14_oc9_kh3kw3_s2x2_p1x1_d1x1 5
                    n1g9_ic9ih2iw2_oc9_kh3kw3_s1x1_p1x1_d1x1 6
                    n1g9_ic9ih3iw3_oc9_kh3kw3_s2x2_p1x1_d1x1 7
                    n1g5_ic5ih115iw19_oc5_kh3kw3_s1x1_p1x1_d1x1 8
                    n1g4_ic4ih5iw301_oc4_kh3kw3_s2x2_p1x1_d1x1 9
                    n1g4_ic4ih5iw300_oc4_kh3kw3_s1x1_p1x1_d1x1 10
                    n1g37_ic37ih7iw7_oc74_kh3kw3_s1x1_p1x1_d1x1 11
                    n1g37_ic37ih14iw14_oc74_kh3kw3_s2x2_p1x1_d1x1 12
                    n3g19_ic19ih3iw3_oc19_kh3kw3_s1x1_p1x1_d1x1 13
                    n2g9_ic9ih14iw14_oc9_kh3kw3_s1x1_p1x1_d1x1 14
                    n1g9_ic9ih5iw16_oc9_kh3kw3_s1x1_p1x1_d1x1 15
                    n1g9_ic9ih5iw17_oc18_kh3kw3_s1x1_p1x1_d1x1 16
                    n1g9_ic9ih28iw28_oc9_kh3kw3_s2x2_p1x1_d1x1 17
                    n1g9_ic9ih6iw30_oc9_kh3kw3_s2x2_p1x1_d1x1 18
                    n1g3_ic3ih5iw574_oc3_kh3kw3_s1x1_p1x1_d1x1 19
                    n1g9_ic9ih5iw27_oc9_kh3kw3_s2x2_p1x1_d1x1 20
                    n2g9_ic9ih5iw65_oc9_kh3kw3_s2x2_p1x1_d1x1 21
                    n1g9_ic9ih5iw29_oc18_kh3kw3_s2x2_p1x1_d1x1 22
                    """)
    void everyModeIsTheOracles(String shape, int seed) {
        for (String mode : new String[] {"zeros", "replicate", "reflect", "circular"}) {
            ConvCase c = ConvCase.parse(shape + "_" + mode + "_b1_seed" + seed);
            assertTrue(DenseBlocks.readsInPlace(CaseGeometry.of(c)), c::toString);
            GuardedRun.everyKernel(c);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    n1g9_ic9ih9iw33_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_zeros,circular_repeats_b1_seed1
                    n1g9_ic9ih9iw33_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_circular,zeros_repeats_b1_seed2
                    n1g9_ic9ih9iw35_oc9_kh3kw3_s1x1_p1,1,1,0_d1x1_reflect,circular_repeats_b1_seed16
                    n1g9_ic9ih9iw35_oc9_kh3kw3_s1x1_p1,0,1,1_d1x1_zeros,replicate_repeats_b1_seed17
                    n1g9_ic9ih9iw33_oc9_kh3kw3_s2x2_p1,1,1,0_d1x1_circular,reflect_repeats_b1_seed18
                    n1g9_ic9ih8iw34_oc9_kh3kw3_s2x2_p1,0,1,1_d1x1_zeros,circular_repeats_b1_seed19
                    n1g9_ic9ih9iw13_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_zeros,circular_repeats_b1_seed14
                    n1g9_ic9ih8iw26_oc9_kh3kw3_s2x2_p1,1,1,1_d1x1_zeros,circular_repeats_b1_seed15
                    n1g9_ic9ih9iw35_oc9_kh3kw3_s2x2_p1,1,1,1_d1x1_reflect,replicate_b1_seed3
                    n1g9_ic9ih8iw36_oc9_kh3kw3_s2x2_p0,1,0,1_d1x1_replicate,circular_repeats_b1_seed4
                    n1g9_ic9ih14iw14_oc9_kh3kw3_s2x2_p0,1,0,1_d1x1_zeros,reflect_b1_seed5
                    n1g9_ic9ih1iw1_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_circular,replicate_repeats_b1_seed6
                    n1g9_ic9ih7iw7_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_zeros,replicate_b1_seed7
                    n1g9_ic9ih7iw7_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_circular,zeros_repeats_b1_seed8
                    n1g9_ic9ih7iw7_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_reflect,circular_repeats_b1_seed9
                    n1g9_ic9ih14iw14_oc9_kh3kw3_s2x2_p1,1,1,0_d1x1_circular,zeros_repeats_b1_seed10
                    n1g9_ic9ih14iw14_oc9_kh3kw3_s2x2_p1,1,0,1_d1x1_zeros,reflect_b1_seed11
                    n1g9_ic9ih14iw14_oc9_kh3kw3_s2x2_p1,0,1,1_d1x1_reflect,replicate_b1_seed12
                    n1g9_ic9ih3iw3_oc9_kh3kw3_s1x1_p1,1,1,1_d1x1_replicate,circular_repeats_b1_seed13
                    """)
    void aModePerAxisIsTheOracles(String line) {
        GuardedRun.everyKernel(ConvCase.parse(line));
    }
}
