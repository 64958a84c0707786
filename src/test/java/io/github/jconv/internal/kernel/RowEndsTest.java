// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Data;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles of rows of the image itself, whose ends see what is beside it: nothing of that is read. */
@Tag("bits")
class RowEndsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic3ih5iw14_oc40_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n2g1_ic2ih4iw28_oc33_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed2",
                "n1g2_ic4ih6iw42_oc6_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed3",
                "n1g1_ic2ih3iw17_oc16_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
                "n1g1_ic2ih3iw31_oc16_kh1kw3_s1x1_p0x1_d1x1_zeros_b1_seed5",
                "n1g1_ic2ih7iw14_oc16_kh5kw3_s2x1_p3x1_d2x1_zeros_b1_seed6",
                "n1g1_ic2ih1iw14_oc16_kh3kw3_s1x1_p4x1_d1x1_zeros_b1_seed7",
                "n1g1_ic3ih7iw7_oc70_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed8",
                "n1g3_ic6ih2iw7_oc6_kh2kw3_s1x1_p0x1_d1x1_zeros_b1_seed9",
            })
    void rowsOfTheImage(String line) {
        ConvCase c = ConvCase.parse(line);
        assertTrue(fits(c), line);
        for (Data data : Data.values()) {
            GuardedRun.everyKernel(c.with(data));
        }
    }

    /** More taps than a block has: sums go on from one block to the next, at the end of a kernel row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic211ih3iw14_oc5_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic211ih2iw7_oc5_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed2",
            })
    void blocksOfTaps(String line) {
        ConvCase c = ConvCase.parse(line);
        assertTrue(fits(c), line);
        GuardedRun.everyKernel(c);
    }

    /** Other padding, other columns and narrower rows are for other loops. */
    @ParameterizedTest
    @CsvSource({
        "14x2, n1g1_ic1ih5iw13_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "14x2, n1g1_ic1ih5iw14_oc1_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed1",
        "14x2, n1g1_ic1ih5iw16_oc1_kh3kw3_s1x1_p1x0_d1x1_zeros_b1_seed1",
        "14x2, n1g1_ic1ih5iw14_oc1_kh3kw3_s1x1_p2x2_d1x2_zeros_b1_seed1",
        "14x2, n1g1_ic1ih5iw28_oc1_kh3kw3_s1x2_p1x1_d1x1_zeros_b1_seed1",
        "14x2, n1g1_ic1ih5iw14_oc1_kh5kw5_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "7x4, n1g1_ic1ih5iw14_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "8x2, n1g1_ic1ih5iw14_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
    })
    void others(String tile, String line) {
        Geometry g = CaseGeometry.of(ConvCase.parse(line));
        Tile asked = RowKernels.TILES.stream()
                .filter(t -> t.toString().equals(tile))
                .findAny()
                .orElseThrow();
        assertEquals(false, RowEnds.fits(g, asked));
    }

    private static boolean fits(ConvCase c) {
        Geometry g = CaseGeometry.of(c);
        return RowEnds.fits(g, g.ow() == 7 ? RowKernels.TILE_7X4 : RowKernels.TILE_14X2);
    }
}
