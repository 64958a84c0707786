// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {
    @ParameterizedTest
    @CsvSource({
        "ih56iw56_oc1_kh3kw3_s1x1_p1x1, 14, 56, 56, 56",
        "ih32iw32_oc1_kh3kw3_s1x1_p1x1, 14, 1, 1086, 34",
        "ih56iw56_oc1_kh1kw1_s1x1_p0x0, 14, 1, 3136, 3136",
        "ih32iw32_oc1_kh3kw3_s1x1_p0x0, 14, 30, 30, 30",
        "ih32iw32_oc1_kh3kw3_s2x2_p1x1, 14, 16, 16, 16",
    })
    void theFewestTiles(String layer, int tile, int runs, int length, int rowStep) {
        Runs found = Runs.of(geometry("n1g1_ic1" + layer + "_d1x1_zeros_b0_seed0"), tile);
        assertEquals(runs, found.runs());
        assertEquals(length, found.length());
        assertEquals(rowStep, found.rowStep());
    }

    @ParameterizedTest
    @CsvSource({
        "ih64iw64_oc1_kh3kw3_s1x1_p1x1_d1x1, 14, 64, 8, 4.6",
        "ih64iw64_oc1_kh3kw3_s1x1_p1x1_d1x1, 8, 64, 8, 8",
        "ih64iw64_oc1_kh3kw3_s1x1_p2x2_d2x2, 14, 64, 8, 4.6",
        "ih20iw20_oc1_kh3kw3_s1x1_p0x0_d1x1, 14, 18, 8, 1.6",
        "ih40iw40_oc1_kh9kw9_s1x1_p4x4_d1x1, 14, 40, 14, 3",
        "ih7iw7_oc1_kh1kw1_s1x1_p0x0_d1x1, 14, 1, 8, 3.6",
        "ih14iw14_oc1_kh1kw1_s1x1_p0x0_d1x1, 14, 1, 14, 14",
        "ih15iw15_oc1_kh1kw1_s1x1_p0x0_d1x1, 14, 1, 14, 17",
    })
    void theLastTile(String layer, int tile, int runs, int pixels, double partsOfARun) {
        Runs found = Runs.of(geometry("n1g1_ic1" + layer + "_zeros_b0_seed0"), tile);
        assertEquals(runs, found.runs());
        assertEquals(pixels, found.last(tile));
        assertEquals(runs * partsOfARun, found.parts(tile), 1e-9);
    }

    /** Each pixel is in one tile: that of its position, which is counted here one by one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic1ih9iw11_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0",
                "n1g1_ic1ih5iw3_oc1_kh3kw7_s1x1_p1x9_d1x2_zeros_b0_seed0",
                "n1g1_ic1ih4iw1_oc1_kh1kw9_s1x1_p0x4_d1x1_zeros_b0_seed0",
                "n1g1_ic1ih9iw11_oc1_kh3kw3_s1x1_p0x0_d1x1_zeros_b0_seed0",
                "n1g1_ic1ih9iw11_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0",
                "n1g1_ic1ih9iw30_oc1_kh3kw3_s2x2_p1x1_d1x1_zeros_b0_seed0",
            })
    void tilesFollowEachOther(String line) {
        Geometry g = geometry(line);
        for (int tile = 1; tile < 20; tile++) {
            Runs runs = Runs.of(g, tile);
            int position = 0;
            int pixel = 0;
            for (int index = 0; index < runs.tiles(tile); index++) {
                assertEquals(pixel, runs.firstPixel(index, tile), line + " tile " + index + " of " + tile);
                for (int i = 0; i < tile && position < runs.length(); i++, position++) {
                    pixel += position % runs.rowStep() < runs.row() ? 1 : 0;
                }
                position = position == runs.length() ? 0 : position;
            }
            assertEquals(g.outPlane(), pixel);
            assertEquals(pixel, runs.firstPixel(runs.tiles(tile), tile));
        }
    }

    /** A large image is staged block by block: what a slice works in is less than the padded input. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic64ih224iw224_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0",
                "n1g1_ic32ih112iw112_oc128_kh3kw3_s2x2_p1x1_d1x1_reflect_b0_seed0",
            })
    void largeImagesAreStagedInBlocks(String line) {
        Geometry g = geometry(line);
        Layout before = RowLanes.layout(g, RowKernels.TILE_14X2, LaneAxis.ROWS, 16);
        Layout layout = StagedBlocks.where(g, before, TapKernel.GENERAL.unitSize(g, before, 16), 16);
        assertEquals(0, layout.stagedFloats());
        assertTrue(layout.sliceFloats() < before.stagedFloats() / 2, () -> layout.sliceFloats() + " floats");
        // From buffers and NHWC as well.
        for (Access access : Access.values()) {
            Plan plan = new Plan(g, TapKernel.GENERAL, layout, 16, 1, false, 1, 1).with(access);
            assertEquals(0, plan.layout().stagedFloats(), access::toString);
            assertTrue(plan.scratchFloats() < g.inImage() / 4 + 2 * Windows.FLOATS, access::toString);
        }
    }

    private static Geometry geometry(String line) {
        return CaseGeometry.of(ConvCase.parse(line));
    }
}
