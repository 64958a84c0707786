// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.List;

/** Layers of ResNet-50, MobileNetV1 and others, one of each kind that a kernel treats differently, as test cases. */
final class Layers {
    static final List<String> DEFAULT = List.of(
            "n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
            "n1g1_ic256ih14iw14_oc1024_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1",
            "n1g1_ic128ih56iw56_oc128_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed1",
            "n1g32_ic32ih112iw112_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
            "n1g1_ic64ih56iw56_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1",
            "n1g1_ic256ih56iw56_oc512_kh1kw1_s2x2_p0x0_d1x1_zeros_b1_seed1",
            "n1g1_ic256ih14iw14_oc256_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
            "n1g1_ic512ih7iw7_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
            "n1g1_ic64ih64iw64_oc64_kh3kw3_s1x1_p2x2_d2x2_zeros_b1_seed1",
            "n1g1_ic3ih224iw224_oc64_kh7kw7_s2x2_p3x3_d1x1_zeros_b1_seed1",
            "n1g32_ic256ih28iw28_oc256_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
            "n1g64_ic64ih112iw112_oc64_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed1",
            "n1g512_ic512ih14iw14_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
            "n1g240_ic240ih28iw28_oc240_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed1");

    private Layers() {}
}
