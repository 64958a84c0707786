// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How work is cut on an AVX2 machine: threads, then "images" or slices of channels by slices of pixels,
 * "awake" if only by threads that are. */
class SlicesTest {
    private static final Platform AVX2 = new Platform(true, 8, 16, 2, true, 25);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "64 channels, many pixels       | 4 | n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | 4: 1x32",
                "256 too                        | 3 | n1g1_ic64ih56iw56_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | 3: 1x24",
                "few pixels: channels too       | 4 | n1g1_ic64ih16iw20_oc128_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | 4: 2x5, awake",
                "large weights, 256 pixels each | 2 | n1g1_ic256ih28iw28_oc256_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0  | 2: 4x3",
                "few pixels, large weights      | 8 | n1g1_ic2048ih2iw2_oc128_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0   | 8: 8x1",
                "depthwise: channels first      | 4 | n1g32_ic32ih112iw112_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | 4: 32x1",
                "depthwise, two channels        | 4 | n1g2_ic2ih512iw512_oc2_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | 4: 2x10",
                "little work                    | 4 | n1g1_ic64ih9iw15_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0     | 4: 1x4, awake",
                "just enough                    | 4 | n1g1_ic16ih37iw37_oc16_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 4: 1x4, awake",
                "not enough                     | 4 | n1g1_ic16ih37iw36_oc16_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 1: 1x1",
                "as many images as threads      | 3 | n3g1_ic64ih16iw16_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 3: images",
                "an image too many              | 2 | n3g1_ic64ih16iw16_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 2: 1x4",
                "an image too many, but small   | 2 | n3g1_ic16ih31iw31_oc16_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 2: images, awake",
                "seven images for two           | 2 | n7g1_ic64ih16iw16_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 2: 1x4",
                "nine images for two            | 2 | n9g1_ic64ih16iw16_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | 2: images",
                "two small images for four      | 4 | n2g1_ic16ih31iw31_oc16_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | 2: images, awake",
            })
    void cuts(String name, int parallelism, String line, String expected) {
        Plan p = Planner.plan(CaseGeometry.of(ConvCase.parse(line)), AVX2, parallelism);
        String cut = p.acrossImages() ? "images" : p.channelSlices() + "x" + p.pixelSlices();
        String only = p.threads() > 1 && !p.wakes() ? ", awake" : "";
        assertEquals(expected, p.threads() + ": " + cut + only);
    }
}
