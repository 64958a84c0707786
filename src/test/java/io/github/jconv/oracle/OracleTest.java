// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle against numbers worked out by hand. */
class OracleTest {
    @ParameterizedTest
    @CsvSource({
        "zeros, 2,     0 0 1 2 3 0 0",
        "replicate, 2, 1 1 1 2 3 3 3",
        "reflect, 2,   3 2 1 2 3 2 1",
        "circular, 2,  2 3 1 2 3 1 2",
        "circular, 3,  1 2 3 1 2 3 1 2 3",
        "replicate, 4, 1 1 1 1 1 2 3 3 3 3 3",
        "circular_repeats, 7, 3 1 2 3 1 2 3 1 2 3 1 2 3 1 2 3 1",
    })
    void padsARow(String mode, int padding, String expected) {
        ConvCase row = parse("n1g1_ic1ih1iw3_oc1_kh1kw1_s1x1_p0x%s_d1x1_%s_b0_int_seed1", padding, mode);
        assertArrayEquals(floats(expected), new Oracle(row).pad(floats("1 2 3")));
    }

    @ParameterizedTest
    @CsvSource({
        "zeros,     0 0 0 0   0 1 2 0   0 3 4 0   0 0 0 0",
        "replicate, 1 1 2 2   1 1 2 2   3 3 4 4   3 3 4 4",
        "reflect,   4 3 4 3   2 1 2 1   4 3 4 3   2 1 2 1",
        "circular,  4 3 4 3   2 1 2 1   4 3 4 3   2 1 2 1",
    })
    void padsCornersByBothAxes(String mode, String expected) {
        ConvCase square = parse("n1g1_ic1ih2iw2_oc1_kh1kw1_s1x1_p1x1_d1x1_%s_b0_int_seed1", mode);
        assertArrayEquals(floats(expected), new Oracle(square).pad(floats("1 2 3 4")));
    }

    @ParameterizedTest
    @CsvSource({
        "p0x0,      1 2 3",
        "'p0,2,0,1', 2 3 1 2 3 1",
        "sameupper, 1 2 3 1",
        "samelower, 3 1 2 3",
    })
    void padsEachSideByItself(String padding, String expected) {
        ConvCase row = parse("n1g1_ic1ih1iw3_oc1_kh1kw2_s1x2_%s_d1x1_circular_repeats_b0_int_seed1", padding);
        assertArrayEquals(floats(expected), new Oracle(row).pad(floats("1 2 3")));
    }

    @Test
    void aModePerAxis() {
        ConvCase square = parse("n1g1_ic1ih2iw2_oc1_kh1kw1_s1x1_p1x1_d1x1_zeros,circular_b0_int_seed1");
        assertArrayEquals(floats("0 0 0 0   2 1 2 1   4 3 4 3   0 0 0 0"), new Oracle(square).pad(floats("1 2 3 4")));
    }

    @Test
    void samePutsTheOddOneAtTheRight() {
        ConvCase row = parse("n1g1_ic1ih1iw3_oc1_kh1kw4_s1x1_same_d1x1_replicate_b0_int_seed1");
        assertArrayEquals(floats("1 1 2 3 3 3"), new Oracle(row).pad(floats("1 2 3")));
    }

    @Test
    void doesNotFlipTheKernel() {
        ConvCase c = parse("n1g1_ic1ih3iw3_oc1_kh2kw2_s1x1_p0x0_d1x1_zeros_b1_int_seed1");
        float[] y = new Oracle(c).forward(floats("1 2 3 4 5 6 7 8 9"), floats("1 10 100 1000"), floats("0.5"));
        assertArrayEquals(floats("5421.5 6532.5 8754.5 9865.5"), y);
    }

    @Test
    void stepsByStrideAndDilation() {
        ConvCase c = parse("n1g1_ic1ih1iw8_oc1_kh1kw3_s1x3_p0x0_d1x2_zeros_b0_int_seed1");
        float[] y = new Oracle(c).forward(floats("1 2 3 4 5 6 7 8"), floats("1 10 100"), null);
        assertArrayEquals(floats("531 864"), y);
    }

    @Test
    void groupsReadTheirOwnChannelsOfTheirOwnImage() {
        ConvCase c = parse("n2g2_ic4ih1iw1_oc2_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_int_seed1");
        float[] y = new Oracle(c).forward(floats("1 2 3 4 5 6 7 8"), floats("1 10 100 1000"), null);
        assertArrayEquals(floats("21 4300 65 8700"), y);
    }

    @Test
    void roundsOnceATapInOrder() {
        // 1 + 2^-24 is lost if rounded on its own and kept if 2^-24 comes in before.
        ConvCase c = parse("n1g1_ic3ih1iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_int_seed1");
        float[] ones = floats("1 1 1");
        float tiny = 0x1p-24f;
        assertArrayEquals(new float[] {1f}, new Oracle(c).forward(new float[] {1, tiny, tiny}, ones, null));
        assertArrayEquals(new float[] {1 + 2 * tiny}, new Oracle(c).forward(new float[] {tiny, tiny, 1}, ones, null));
    }

    @ParameterizedTest
    @CsvSource({"5, 3, 1, 1, 3", "5, 3, 2, 1, 2", "5, 3, 1, 2, 1", "5, 6, 1, 1, 0", "7, 1, 9, 1, 1", "8, 3, 3, 2, 2"})
    void countsPlacesOfTheWindow(int padded, int kernel, int stride, int dilation, int places) {
        assertEquals(places, Oracle.places(padded, kernel, stride, dilation));
    }

    private static ConvCase parse(String line, Object... values) {
        return ConvCase.parse(String.format(line, values));
    }

    private static float[] floats(String words) {
        String[] split = words.trim().split("\\s+");
        float[] floats = new float[split.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(split[i]);
        }
        return floats;
    }
}
