// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample cases and identities that PyTorch tests its own Conv2d with. */
class TorchSamplesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "stride and padding      | n1g1_ic3ih4iw4_oc3_kh3kw3_s2x2_p2x2_d1x1_zeros_b1_seed1  | 1 3 3 3",
                "all pairs and groups    | n2g2_ic4ih8iw8_oc2_kh3kw3_s3x2_p2x1_d4x4_zeros_b1_seed2  | 2 2 2 1",
                "dilation pair, no bias  | n1g1_ic4ih5iw5_oc1_kh2kw3_s2x2_p1x1_d2x3_zeros_b0_seed3  | 1 1 3 1",
                "kernel wider than input | n1g1_ic2ih4iw3_oc4_kh3kw4_s2x2_p1x1_d1x1_zeros_b1_seed4  | 1 4 2 1",
                "valid                   | n1g1_ic4ih5iw5_oc1_kh2kw3_s2x2_valid_d1x1_zeros_b0_seed5 | 1 1 2 2",
                "same, dilation 3        | n1g1_ic4ih5iw5_oc1_kh2kw3_s1x1_same_d3x3_zeros_b0_seed6  | 1 1 5 5",
                "depthwise, multiplier   | n2g4_ic4ih6iw6_oc8_kh3kw3_s1x1_p0x0_d1x1_zeros_b1_seed7  | 2 8 4 4",
                "depthwise, strided      | n2g4_ic4ih6iw6_oc4_kh3kw3_s3x2_p0x0_d1x1_zeros_b1_seed8  | 2 4 2 2",
                "depthwise, dilated      | n2g4_ic4ih5iw5_oc4_kh2kw2_s1x1_p0x0_d2x2_zeros_b1_seed9  | 2 4 3 3",
                "grouped                 | n2g2_ic4ih6iw5_oc6_kh3kw2_s1x1_p0x0_d1x1_zeros_b1_seed10 | 2 6 4 4",
            })
    void sample(String name, String line, String output) {
        ConvCase c = ConvCase.parse(line);
        int[] expected =
                Arrays.stream(output.split(" ")).mapToInt(Integer::parseInt).toArray();
        Conv2d conv = c.builder().build();
        assertArrayEquals(expected, conv.outputShape(c.shape()));
        assertBits(c, name, Oracle.forward(c), conv.forward(c.input(), c.shape()));

        ConvCase unbatched = ConvCase.parse(line.replaceFirst("n\\d", "u"));
        assertArrayEquals(Arrays.copyOfRange(expected, 1, 4), conv.outputShape(unbatched.shape()));
        assertBits(unbatched, name, Oracle.forward(unbatched), conv.forward(unbatched.input(), unbatched.shape()));
    }

    @Test
    void sameOfAnEvenKernelIsPaddingWithTheFirstRowDropped() {
        ConvCase c = ConvCase.parse("ug1_ic2ih9iw10_oc3_kh4kw5_s1x1_same_d1x1_zeros_b1_seed1");
        assertSameIsPaddingLess(c, 2, 2, 1, 0);
    }

    @Test
    void sameOfAnEvenDilatedKernelIsPaddingWithTheFirstRowAndColumnDropped() {
        ConvCase c = ConvCase.parse("ug1_ic2ih9iw10_oc3_kh4kw4_s1x1_same_d3x3_zeros_b1_seed1");
        assertSameIsPaddingLess(c, 5, 5, 1, 1);
    }

    @Test
    void sameOfAnOddKernelIsPadding() {
        ConvCase c = ConvCase.parse("ug1_ic2ih9iw10_oc3_kh3kw5_s1x1_same_d2x1_reflect_b1_seed1");
        assertSameIsPaddingLess(c, 2, 2, 0, 0);
    }

    /** PyTorch once padded the other axis (#37844). */
    @Test
    void circularPadsTheAxisItIsToldTo() {
        ConvCase c = ConvCase.parse("ug1_ic1ih2iw3_oc1_kh1kw1_s1x1_p0x1_d1x1_circular_b0_seed1");
        Conv2d identity = c.builder().weight(new float[] {1}).build();
        assertArrayEquals(new int[] {1, 2, 5}, identity.outputShape(1, 2, 3));
        assertArrayEquals(
                new float[] {3, 1, 2, 3, 1, 6, 4, 5, 6, 4}, identity.forward(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
    }

    /** PyTorch once padded half of it (#20981). */
    @Test
    void circularPadsAllOfIt() {
        ConvCase c = ConvCase.parse("ug1_ic1ih1iw3_oc1_kh1kw1_s1x1_p0x3_d1x1_circular_b0_seed1");
        Conv2d identity = c.builder().weight(new float[] {1}).build();
        assertArrayEquals(new float[] {1, 2, 3, 1, 2, 3, 1, 2, 3}, identity.forward(new float[] {1, 2, 3}, 1, 1, 3));
    }

    private static void assertSameIsPaddingLess(ConvCase c, int ph, int pw, int rows, int columns) {
        Conv2d padded = c.builder().padding(ph, pw).build();
        int[] shape = padded.outputShape(c.shape());
        float[] y = padded.forward(c.input(), c.shape());
        int height = shape[1] - rows;
        int width = shape[2] - columns;
        float[] rest = new float[c.oc() * height * width];
        for (int i = 0; i < rest.length; i++) {
            int row = i / width % height + rows;
            rest[i] = y[(i / width / height * shape[1] + row) * shape[2] + i % width + columns];
        }
        assertBits(c, "padding", rest, c.builder().build().forward(c.input(), c.shape()));
    }
}
