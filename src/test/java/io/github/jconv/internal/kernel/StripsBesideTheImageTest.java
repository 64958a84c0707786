// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Padding so wide that whole strips of the depthwise kernel lie in it, left and right of the image. */
@Tag("bits")
class StripsBesideTheImageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic1ih1iw1_oc2_kh1kw1_s1x1_p0x1073_d1x1_zeros_b1_int_seed1",
                "n1g2_ic2ih3iw5_oc2_kh3kw3_s1x1_p1x700_d1x1_replicate_b1_seed2",
                "n1g2_ic2ih3iw5_oc2_kh3kw3_s2x2_p1x700_d1x1_replicate_b1_seed3",
                "n1g2_ic2ih3iw5_oc2_kh3kw3_s2x2_p1x701_d1x1_zeros_b1_seed4",
                "n1g1_ic1ih3iw1_oc1_kh3kw3_s2x2_p1x301_d1x1_zeros_b1_seed5",
                "n1g1_ic1ih3iw1_oc1_kh3kw3_s2x2_p1x300_d1x1_zeros_b1_seed6",
                "n1g3_ic3ih4iw2_oc6_kh3kw3_s1x3_p1x900_d1x1_zeros_b0_seed7",
                "n1g3_ic3ih4iw9_oc3_kh1kw4_s1x4_p0x1500_d1x1_replicate_b0_seed8",
                "n2g2_ic2ih2iw300_oc2_kh3kw3_s1x1_p1x300_d1x1_circular_b1_seed9",
                "n2g2_ic2ih2iw5_oc2_kh3kw3_s1x1_p1,700,9,3_d1x1_circular_repeats_b1_seed9",
                "n2g2_ic2ih2iw5_oc2_kh3kw3_s1x2_p3,3,0,900_d1x1_zeros,circular_repeats_b1_seed9",
                "n2g2_ic2ih2iw5_oc2_kh3kw3_s2x2_p3,3,5,900_d1x1_circular,zeros_repeats_b1_seed9",
                "n2g2_ic2ih6iw5_oc2_kh3kw3_s2x1_p5,700,1,0_d1x1_reflect,replicate_b1_seed9",
                "n2g2_ic2ih2iw301_oc2_kh3kw3_s1x2_p1x300_d1x1_reflect_b1_seed10",
            })
    void isPaddingAlone(String line) {
        ConvCase c = ConvCase.parse(line);
        boolean vectors = Platform.current().vectors();
        assertTrue(!vectors || new DepthwiseKernel().accepts(CaseGeometry.of(c), Platform.current()), line);
        GuardedRun.everyKernel(c);
    }
}
