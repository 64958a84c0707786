// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Data;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dense depthwise kernels of 5x5 and 7x7: rows that a vector holds and longer ones, whole planes of them and blocks. */
@Tag("bits")
class LargeWindowsTest {
    private static final String DEPTHWISE = "depthwise";

    /** One channel has none behind it to spill into, and of more the last has none. */
    @ParameterizedTest
    @CsvSource({"5, 1, 2", "5, 2, 2", "5, 2, 1", "5, 1, 0", "7, 1, 3", "7, 2, 3"})
    void smallPlanes(int window, int stride, int padding) {
        for (int size = window - padding; size <= Platform.current().lanes() + 3; size++) {
            for (String mode : List.of("zeros", "replicate", "reflect", "circular")) {
                int channels = size % 3 == 0 ? 1 : 5 + size % 2;
                int multiplier = 1 + (size + mode.length()) % 2;
                check(String.format(
                        "n2g%1$d_ic%1$dih%2$diw%3$d_oc%4$d_kh%5$dkw%5$d_s%6$dx%6$d_p%7$dx%7$d_d1x1_%8$s_b1_seed%3$d",
                        channels, size + size % 2, size, channels * multiplier, window, stride, padding, mode));
            }
        }
    }

    /** As TensorFlow pads, or more above than a window is high, so that some outputs see no image. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g6_ic6ih14iw14_oc6_kh5kw5_s2x2_p1,2,1,2_d1x1_zeros_b1_seed1",
                "n1g6_ic6ih14iw14_oc6_kh5kw5_s2x2_p1,2,1,2_d1x1_circular,zeros_repeats_b1_seed2",
                "n1g6_ic6ih7iw14_oc6_kh5kw5_s1x1_p2,2,2,2_d1x1_zeros,reflect_b1_seed3",
                "n1g6_ic6ih7iw14_oc6_kh5kw5_s1x1_p4,9,2,1_d1x1_zeros_b1_seed4",
                "n1g6_ic6ih7iw14_oc6_kh5kw5_s1x1_p9,4,2,1_d1x1_zeros_b1_seed5",
                "n1g6_ic6ih7iw14_oc6_kh5kw5_s2x2_p4,9,3,3_d1x1_zeros_b1_seed6",
                "n1g6_ic6ih6iw13_oc6_kh5kw5_s2x2_p2,2,40,2_d1x1_zeros_b1_seed6",
                "n1g6_ic6ih1iw1_oc6_kh5kw5_s1x1_p2,2,2,2_d1x1_zeros_b1_seed7",
                "n1g6_ic6ih1iw3_oc6_kh5kw5_s2x2_p2,2,2,2_d1x1_replicate_b1_seed8",
                "n1g3_ic3ih2iw15_oc6_kh7kw7_s1x1_p90,70,3,3_d1x1_zeros_b1_seed9",
                "n1g3_ic3ih3iw40_oc3_kh5kw5_s1x1_p80,90,2,2_d1x1_zeros_b1_seed10",
                "n1g3_ic3ih150iw40_oc3_kh5kw5_s1x1_p2,2,2,2_d1x1_zeros_b1_seed11",
                "n1g3_ic3ih150iw33_oc3_kh7kw7_s1x1_p3,3,3,3_d1x1_circular_b1_seed12",
                "n1g3_ic3ih20iw300_oc3_kh7kw7_s1x1_p3,3,3,3_d1x1_zeros_b1_seed13",
            })
    void sides(String line) {
        check(line);
    }

    /** Zeros of the padding make a NaN of an infinite weight: then no row is left out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g9_ic9ih14iw14_oc9_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed1",
                "n1g9_ic9ih7iw7_oc18_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed2",
                "n1g9_ic9ih14iw14_oc9_kh5kw5_s2x2_p2x2_d1x1_zeros_b1_seed3",
                "n1g9_ic9ih28iw28_oc9_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed4",
                "n1g9_ic9ih14iw14_oc9_kh7kw7_s1x1_p3x3_d1x1_zeros_b1_seed5",
            })
    void specialValues(String line) {
        for (Data data : Data.values()) {
            GuardedRun.oneKernel(ConvCase.parse(line).with(data), DEPTHWISE);
        }
    }

    /** Which loops serve the layers of EfficientNet, MobileNetV3 and ConvNeXt, by the outputs they keep in registers. */
    @ParameterizedTest
    @CsvSource({
        "1x5, n1g672_ic672ih14iw14_oc672_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed1",
        "1x3, n1g672_ic672ih14iw14_oc672_kh5kw5_s2x2_p2x2_d1x1_zeros_b1_seed1",
        "1x5, n1g240_ic240ih28iw28_oc240_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed1",
        "1x7, n1g384_ic384ih14iw14_oc384_kh7kw7_s1x1_p3x3_d1x1_zeros_b1_seed1",
        "1x8, n1g96_ic96ih56iw56_oc96_kh7kw7_s2x2_p3x3_d1x1_zeros_b1_seed1",
    })
    void loops(String tile, String line) {
        Platform avx512 = new Platform(true, 16, 32, 1, true, 17);
        if (Platform.current().lanes() == avx512.lanes()) {
            Layout layout = new DepthwiseKernel().layout(CaseGeometry.of(ConvCase.parse(line)), avx512);
            assertEquals(tile, layout.tile().toString());
        }
    }

    private static void check(String line) {
        GuardedRun.oneKernel(ConvCase.parse(line), DEPTHWISE);
    }
}
