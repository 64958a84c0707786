// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Data;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kernel and tile with each tail it can leave, one after the other; {@link KernelBitsTest} draws at random. */
@Tag("bits")
class TailsTest {
    /** Pixels of the widest tile, or channels of the widest with lanes along channels. */
    private static final int WIDE = Stream.of(MicroKernels.TILES, RunTiles.TILES)
                    .flatMap(List::stream)
                    .mapToInt(Tile::vectors)
                    .max()
                    .orElseThrow()
            * Platform.current().lanes();

    private static final int NARROW =
            MicroKernels.TILES.stream().mapToInt(Tile::broadcasts).max().orElseThrow();

    /** Of pixels and, with the lanes along channels, of channels. The number of taps is odd and even in turn. */
    @ParameterizedTest
    @CsvSource({"general, 1x3_s1x1_p0x0", "pointwise, 1x1_s1x1_p0x0"})
    void wideTails(String kernel, String window) {
        for (int tail = 1; tail <= WIDE + 1; tail++) {
            for (int rows = 1; rows <= 2; rows++) {
                int ic = 2 + (tail + rows) % 3;
                check(kernel, line(1, ic, rows, tail + extra(kernel), 1 + tail % (NARROW + 1), window), tail);
                check(kernel, line(1, ic, 1, rows + extra(kernel), tail, window), tail);
            }
        }
    }

    /** Of channels and, with the lanes along channels, of pixels: each number by each parity of taps. */
    @ParameterizedTest
    @CsvSource({"general, 1x3_s1x1_p0x0", "general, 1x3_s1x2_p0x1", "pointwise, 1x1_s1x1_p0x0"})
    void narrowTails(String kernel, String window) {
        for (int tail = 1; tail <= 2 * NARROW; tail++) {
            for (int ic = 2; ic <= 6; ic++) {
                check(kernel, line(1, ic, 1, WIDE + 3, tail, window), tail + ic);
                check(kernel, line(1, ic, 1, tail + extra(kernel), WIDE + 3, window), tail + ic);
                check(kernel, line(2, 2 * ic, 1, 7, 2 * tail, window), tail + ic);
            }
        }
    }

    /** Of rows of pixels and of planes in one run, each with some tails of channels. */
    @ParameterizedTest
    @CsvSource({
        "general, 3x3_s1x1_p1x1",
        "general, 1x3_s2x2_p0x1",
        "pointwise, 1x1_s1x1_p0x0",
        "pointwise, 1x1_s2x2_p0x0"
    })
    void rowTails(String kernel, String window) {
        int widest = RowKernels.TILES.stream().mapToInt(Tile::broadcasts).max().orElseThrow();
        int channels = RowKernels.TILES.stream().mapToInt(Tile::vectors).max().orElseThrow()
                * Platform.current().lanes();
        for (int columns = 1; columns <= 3 * widest + 1; columns++) {
            check(
                    kernel,
                    line(1, 2 + columns % 3, 1 + columns % 2, columns + 2, channels + columns % 5 - 2, window),
                    columns);
            check(kernel, line(1, 2, 1, columns + 2, 1 + columns * 3 % (channels + 3), window), columns);
        }
    }

    /** Of blocks of rows that are staged: in the L1 cache, in the L2 cache, and planes of which too few rows would fit there. */
    @ParameterizedTest
    @CsvSource({"3x3_s1x1_p1x1", "3x3_s2x2_p1x1", "5x2_s2x1_p2x1", "1x3_s3x2_p0x1"})
    void blockTails(String window) {
        for (int rows = 20; rows <= 60; rows += 9) {
            check("general", line(1, 3, rows, 100, 1 + rows % 5, window), rows);
            check("general", line(2, 6, rows, 100 + rows % 3, 2, window), rows + 1);
        }
        check("general", line(1, 60, 33, 101, 3, window), 1);
        check("general", line(1, 400, 9, 101, 4, window), 2);
    }

    /** Of columns, for each of the loops, and of rows, which they take one, two or four at a time. */
    @ParameterizedTest
    @CsvSource({"3x3_s1x1_p1x1", "3x3_s2x2_p1x1", "2x5_s1x1_p0x2", "5x5_s1x1_p2x2", "3x3_s1x2_p1x1", "1x1_s1x1_p0x0"})
    void depthwiseTails(String window) {
        int widest = 2 * Platform.current().lanes();
        for (int columns = 5; columns <= 2 * widest + 6; columns++) {
            check("depthwise", line(3, 3, 2 + columns % 8, columns, 3 * (1 + columns % 2), window), columns);
        }
        for (int rows = 2; rows <= 20; rows++) {
            check("depthwise", line(2, 2, rows, 5 + rows * 3, 2, window), rows);
        }
    }

    /** Small planes, of which a vector holds two rows, with channels before, behind and between; channels share an input. */
    @ParameterizedTest
    @CsvSource({"3x3_s1x1_p1x1", "3x3_s2x2_p1x1", "3x3_s1x1_p0x0", "3x3_s2x2_p0x0", "3x3_s1x1_p0x1", "3x3_s2x2_p1x0"})
    void smallPlanes(String window) {
        int lanes = Platform.current().lanes();
        for (int size = 3; size <= lanes + 2; size++) {
            for (int channels : new int[] {1, 2, 15, 16, 17, 40}) {
                int multiplier = 1 + (size + channels) % 3;
                check("depthwise", line(channels, channels, size, size, channels * multiplier, window), size);
                check("depthwise", line(channels, channels, size, size, channels, window), size + channels);
            }
        }
    }

    /** Of strips, which a wide image is cut into, and of blocks, which a high one is. */
    @ParameterizedTest
    @CsvSource({"3x3_s1x1_p1x1", "3x3_s2x2_p1x1", "5x5_s1x1_p2x2"})
    void stripTails(String window) {
        for (int at :
                new int[] {StripLayout.PITCH / 4, StripLayout.PITCH / 2, StripLayout.PITCH, 2 * StripLayout.PITCH}) {
            for (int columns = at - 6; columns <= at + 6; columns += 2) {
                check("depthwise", line(1, 1, 6, columns, 1, window), columns);
            }
        }
        for (int rows : new int[] {60, 63, 64, 65, 68, 70, 111, 112, 113, 114, 115, 223, 224, 225, 226, 229}) {
            check("depthwise", line(1, 1, rows, 9, 1, window), rows);
            check("depthwise", line(3, 3, rows, 40, 3, window), rows);
        }
    }

    /** Blocks of 256 pixels and 32 taps, of which four are added at a time. */
    @Test
    void scalarTails() {
        for (int taps = 1; taps <= 70; taps++) {
            check("scalar", line(1, taps, 1, 7, 2, "1x1_s1x1_p0x0"), taps);
        }
        for (int pixels = 250; pixels <= 262; pixels++) {
            check("scalar", line(1, 2, 1, pixels, 2, "1x3_s1x1_p0x1"), pixels);
            check("scalar", line(1, 2, 2, pixels, 2, "1x3_s1x1_p0x1"), pixels);
        }
    }

    /** Columns that the window takes away. */
    private static int extra(String kernel) {
        return kernel.equals("general") ? 2 : 0;
    }

    private static String line(int groups, int ic, int ih, int iw, int oc, String window) {
        int at = window.indexOf('_');
        String[] kernel = window.substring(0, at).split("x");
        return "n1g%s_ic%sih%siw%s_oc%s_kh%skw%s%s_d1x1_zeros_b1"
                .formatted(groups, ic, ih, iw, oc, kernel[0], kernel[1], window.substring(at));
    }

    /** By the one kernel if vectors are there for it; the data are of each kind in turn. */
    private static void check(String kernel, String line, int turn) {
        Data data = Data.values()[turn % Data.values().length];
        GuardedRun.oneKernel(ConvCase.parse(line + "_seed" + turn).with(data), kernel);
    }
}
