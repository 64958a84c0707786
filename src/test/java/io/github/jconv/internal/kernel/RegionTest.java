// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.oracle.ConvCase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
    /** Each output is in one region, whose taps are those that the output, tap by tap, reads inside the image. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic1ih7iw9_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0",
                "n1g1_ic1ih33iw33_oc1_kh3kw3_s1x1_p18x18_d18x18_zeros_b0_seed0",
                "n1g1_ic1ih5iw6_oc1_kh3kw3_s1x1_p18x18_d18x18_zeros_b0_seed0",
                "n1g1_ic1ih9iw11_oc1_kh2kw3_s2x3_p4x5_d3x2_zeros_b0_seed0",
                "n1g1_ic1ih4iw4_oc1_kh3kw1_s1x1_p9x2_d2x1_zeros_b0_seed0",
            })
    void tapsAreThoseInside(String line) {
        Geometry g = CaseGeometry.of(ConvCase.parse(line));
        int[][] seen = new int[g.oh()][g.ow()];
        for (Region r : Region.cut(g)) {
            for (int row = r.row(); row < r.row() + r.rows(); row++) {
                for (int column = r.column(); column < r.column() + r.columns(); column++) {
                    seen[row][column]++;
                    assertEquals(inside(g, row, column), r.tapsPerPlane(), row + ", " + column);
                }
            }
        }
        for (int[] row : seen) {
            for (int times : row) {
                assertEquals(1, times);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic1ih7iw9_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0",
                "n1g1_ic1ih7iw9_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros,circular_b0_seed0",
                "n1g1_ic1ih5iw6_oc1_kh3kw3_s1x1_p18x18_d18x18_zeros_b0_seed0",
                "n1g1_ic1ih9iw11_oc1_kh2kw3_s2x3_p4x5_d3x2_zeros_b0_seed0",
                "n1g1_ic1ih40iw4_oc1_kh30kw1_s1x1_p15x0_d1x1_zeros_b0_seed0",
            })
    void rowsHaveTheKernelRowsInside(String line) {
        Geometry g = CaseGeometry.of(ConvCase.parse(line));
        int row = 0;
        for (Region r : Region.rows(g)) {
            assertEquals(row, r.row());
            for (; row < r.row() + r.rows(); row++) {
                assertEquals(g.ow(), r.columns());
                if (Region.rows(g).size() > 1) {
                    assertEquals(insideRows(g, row) * g.layer().kw(), r.tapsPerPlane(), "row " + row);
                }
            }
        }
        assertEquals(g.oh(), row);
    }

    private static int insideRows(Geometry g, int row) {
        int count = 0;
        for (int kh = 0; kh < g.layer().kh(); kh++) {
            int y = row * g.layer().sh() - g.padTop() + kh * g.layer().dh();
            count += y >= 0 && y < g.ih() ? 1 : 0;
        }
        return count;
    }

    private static int inside(Geometry g, int row, int column) {
        LayerSpec s = g.layer();
        int count = 0;
        for (int kh = 0; kh < s.kh(); kh++) {
            for (int kw = 0; kw < s.kw(); kw++) {
                int y = row * s.sh() - g.padTop() + kh * s.dh();
                int x = column * s.sw() - g.padLeft() + kw * s.dw();
                count += y >= 0 && y < g.ih() && x >= 0 && x < g.iw() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void otherPaddingIsNotCut() {
        Geometry g = CaseGeometry.of(ConvCase.parse("n1g1_ic1ih33iw33_oc1_kh3kw3_s1x1_p18x18_d18x18_reflect_b0_seed0"));
        assertEquals(List.of(Region.whole(g)), Region.cut(g));
    }

    /** Walked output by output this took seconds. */
    @Test
    void anAxisAsLongAsAnArray() {
        Geometry g =
                CaseGeometry.of(ConvCase.parse("n1g1_ic1ih1iw2000000000_oc1_kh1kw3_s1x1_p0x1_d1x1_zeros_b0_seed0"));
        assertEquals(
                List.of(
                        new Region(0, 1, 0, 1, 0, 1, 1, 3),
                        new Region(0, 1, 1, 1999999998, 0, 1, 0, 3),
                        new Region(0, 1, 1999999999, 1, 0, 1, 0, 2)),
                Region.cut(g));
    }
}
