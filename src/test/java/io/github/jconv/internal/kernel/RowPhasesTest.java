// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Staged rows of the depthwise kernel that hold several row phases, of four column phases each: what vectors write beyond one. */
@Tag("bits")
class RowPhasesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g2_ic2ih24iw36_oc2_kh8kw4_s8x4_p0x0_d1x1_zeros_b1_seed1",
                "n1g2_ic2ih24iw36_oc2_kh6kw4_s6x4_p0x0_d1x1_zeros_b1_seed1",
                "n1g2_ic2ih20iw20_oc2_kh5kw5_s4x4_p11x11_d1x1_replicate_b1_seed2",
                "n1g2_ic2ih20iw20_oc2_kh5kw5_s4x4_p15x15_d1x1_replicate_b1_seed2",
                "n1g2_ic2ih20iw20_oc2_kh5kw5_s4x4_p15x15_d1x1_zeros_b1_seed2",
                "n1g2_ic2ih20iw20_oc2_kh5kw5_s4x4_p15x15_d1x1_circular_b1_seed2",
                "n1g2_ic2ih40iw24_oc2_kh8kw3_s8x2_p0x9_d1x1_reflect_b1_seed3",
            })
    void keepToThemselves(String line) {
        GuardedRun.everyKernel(ConvCase.parse(line));
    }
}
