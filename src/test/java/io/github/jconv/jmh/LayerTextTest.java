// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways a command takes a layer. */
class LayerTextTest {
    @ParameterizedTest
    @CsvSource({
        "64@56-128k3, n1g1_ic64ih56iw56_oc128_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "256@14-1024k1n8, n8g1_ic256ih14iw14_oc1024_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1",
        "6@20x9-4k5x3s2d2g2, n1g2_ic6ih20iw9_oc4_kh5kw3_s2x2_p4x2_d2x2_zeros_b1_seed1",
        "3@224-64k7s2p0, n1g1_ic3ih224iw224_oc64_kh7kw7_s2x2_p0x0_d1x1_zeros_b1_seed1",
        "resnet50_v1.5/layer4.1.conv2, n1g1_ic512ih7iw7_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1"
    })
    void layers(String text, String expected) {
        assertEquals(expected, LayerText.parse(text).conv().toString());
    }

    @Test
    void aCase() {
        String text = "n1g1_ic8ih6iw6_oc8_kh1kw1_s1x1_p0x0_d1x1_circular_b1_seed7";

        assertEquals(text, LayerText.parse(text).conv().toString());
        assertEquals(text, LayerText.parse(text).layer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64@56", "64@56-64k0", "64@2-64k3p0", "65@56-64k3g2", "99999999999@4-4k1", "vgg16/no"})
    void none(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> LayerText.parse(text));

        assertEquals("no layer: " + text + "; expected " + LayerText.FORMS, e.getMessage());
    }
}
