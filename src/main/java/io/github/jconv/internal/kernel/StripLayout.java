// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import io.github.jconv.internal.platform.Platform;

/**
 * Where the depthwise kernel stages its input: one block of output rows of one strip of output columns at a time.
 *
 * <p>Staged rows are {@link #PITCH} floats apart, whatever the image: with constant distances C2 merges the bounds checks
 * of all rows that a loop reads. A staged row holds, each as a segment, the column phases of the {@code sh} padded rows
 * that belong to one output row:
 *
 * <pre>
 *   padded rows 2k and 2k + 1, sh = sw = 2:      staged row k:
 *     a b c d e                                    a c e | b d . | f h j | g i .
 *     f g h i j
 * </pre>
 *
 * <p>So tap {@code t} of output {@code (r, c)} of a block lies at {@code offsets[t] + r * PITCH + c} for every stride.
 * Only phases that a tap reads have a segment. Wide images are cut into strips whose columns fit.
 *
 * <p>Blocks of {@link DenseBlocks} are staged as if their stride were 1: a staged row is a padded row.
 */
final class StripLayout {
    /** Floats between staged rows: 286 columns of a dense 3x3 kernel, or 143 if its stride is 2. */
    static final int PITCH = 288;

    /** Staged floats of a block that hold something: half of a 32 KB L1 cache. */
    private static final int BLOCK_FLOATS = 4096;

    private static final int MOST_ROWS = 64;

    /** Rows of a block that is read in place, a vector of columns after the other: of those the cache has room for more. */
    private static final int MOST_ROWS_IN_PLACE = 112;

    /** Blocks of a multiple of this many rows leave few rows over, whichever loop computes them. */
    private static final int ROWS_TOGETHER = 4;

    /** Staged rows beyond those of the output at which a kernel is too tall. */
    private static final int MOST_OVERLAP = 256;

    /** Columns a strip has at least, where the image is wider. */
    private static final int FEWEST_COLUMNS = 16;

    /** Strips beyond which their column maps would be large: such images are wider than a million columns. */
    private static final int MOST_STRIPS = 1 << 12;

    /** Padded rows beyond which their map would be large. */
    private static final int MOST_PADDED_ROWS = 1 << 20;

    private final int segment;
    private final int columns;
    private final int strips;
    private final int rows;
    private final int blocks;
    private final int stagedRows;
    private final int[] offsets;
    private final int[] rowPhases;
    private final ColumnPhase[][] columnPhases;
    private final int[] rowSource;
    private final int[][] borders;
    private final int rowStep;
    private final DenseBlocks dense;
    private final Rows5x5 rows5x5;
    private final DepthwiseRows.Loop rolling;
    private final int imageFrom;
    private final int imageTo;
    private final int[][] lanes;
    private final int lastRead;

    private StripLayout(Geometry g, Platform platform) {
        LayerSpec s = g.layer();
        boolean whole = DenseBlocks.takes(s);
        rowStep = whole ? 1 : s.sh();
        int columnStep = whole ? 1 : s.sw();
        rowPhases = rowPhases(s);
        int[] phases = columnPhases(s);
        segment = PITCH / (rowPhases.length * phases.length);
        strips = Units.of(g.ow(), mostColumns(s));
        columns = Units.of(g.ow(), strips);
        rows5x5 = Rows5x5.of(g, platform);
        int stagedColumns = staged(columns, s.sw() / columnStep, s.windowWidth(), columnStep);
        int overlapRows = (int) ((s.windowHeight() - 1) / s.sh());
        rows = rows5x5 != null
                ? g.oh()
                : blockRows(g, s.sh() / rowStep * rowPhases.length * phases.length * stagedColumns, overlapRows);
        blocks = Units.of(g.oh(), rows);
        stagedRows = staged(rows, s.sh() / rowStep, s.windowHeight(), rowStep);
        offsets = offsets(s, phases);
        columnPhases = new ColumnPhase[strips][phases.length];
        for (int strip = 0; strip < strips; strip++) {
            for (int i = 0; i < phases.length; i++) {
                columnPhases[strip][i] =
                        ColumnPhase.of(g, columnStep, strip * columns * s.sw() + phases[i], stagedColumns);
            }
        }
        rowSource = PaddingMap.axis(s.padding().heightMode(), g.ih(), g.padTop(), g.padBottom());
        boolean zeros = s.padding().widthMode() == PaddingMode.ZEROS;
        borders = new int[strips][];
        for (int strip = 0; strip < strips; strip++) {
            borders[strip] = zeros ? new int[0] : ColumnPhase.borders(columnPhases[strip], segment);
        }
        rolling = DepthwiseRows.Loop.rolling(g, platform);
        boolean zeroRows = s.padding().heightMode() == PaddingMode.ZEROS;
        imageFrom = zeroRows ? g.padTop() : 0;
        imageTo = zeroRows ? g.padTop() + g.ih() : rowSource.length;
        dense = whole ? DenseBlocks.of(g, platform, this) : null;
        lanes = zeros || strips > 1 || segment < platform.lanes()
                ? null
                : ColumnPhase.lanes(columnPhases[0], segment, g.iw(), platform.lanes());
        lastRead = g.inPlane() - g.iw() + Math.max(g.iw(), platform.lanes());
    }

    /** The layout for a geometry that {@link #fits}. */
    static StripLayout of(Geometry g, Platform platform) {
        return new StripLayout(g, platform);
    }

    /** Staged rows or columns that outputs read which lie {@code apart} of them apart. */
    private static int staged(int outputs, int apart, long window, int step) {
        return (outputs - 1) * apart + (int) ((window - 1) / step) + 1;
    }

    /** Whether staged rows have room: large kernels, strides and dilations leave them none. */
    static boolean fits(Geometry g) {
        LayerSpec s = g.layer();
        if ((long) s.kh() * s.kw() > PITCH
                || (s.windowHeight() - 1) / s.sh() > MOST_OVERLAP
                || g.paddedHeight() > MOST_PADDED_ROWS) {
            return false;
        }
        long columns = mostColumns(s);
        return columns >= Math.min(g.ow(), FEWEST_COLUMNS) && g.ow() <= MOST_STRIPS * columns;
    }

    private static int mostColumns(LayerSpec s) {
        if (DenseBlocks.takes(s)) {
            return (PITCH - 3) / s.sw() + 1;
        }
        int segment = PITCH / (rowPhases(s).length * columnPhases(s).length);
        return (int) Math.max(0, segment - (s.windowWidth() - 1) / s.sw());
    }

    private static int[] rowPhases(LayerSpec s) {
        return PlaneLayout.phases(s.kh(), s.dh(), DenseBlocks.takes(s) ? 1 : s.sh());
    }

    private static int[] columnPhases(LayerSpec s) {
        return PlaneLayout.phases(s.kw(), s.dw(), DenseBlocks.takes(s) ? 1 : s.sw());
    }

    /** As many rows as the cache has room for, yet no fewer than overlap, lest a row is staged more than twice. */
    private static int blockRows(Geometry g, int rowFloats, int overlapRows) {
        if (DenseBlocks.takes(g.layer()) && DenseBlocks.readsInPlace(g)) {
            return Units.of(g.oh(), Units.of(g.oh(), MOST_ROWS_IN_PLACE));
        }
        int fitting = Math.max(BLOCK_FLOATS / rowFloats - overlapRows, overlapRows + 1);
        int blocks = Units.of(g.oh(), Math.min(MOST_ROWS, fitting));
        return Math.min(g.oh(), Units.of(Units.of(g.oh(), blocks), ROWS_TOGETHER) * ROWS_TOGETHER);
    }

    private int[] offsets(LayerSpec s, int[] phases) {
        int[] at = new int[s.kh() * s.kw()];
        for (int kh = 0; kh < s.kh(); kh++) {
            for (int kw = 0; kw < s.kw(); kw++) {
                long row = (long) kh * s.dh();
                long column = (long) kw * s.dw();
                int rowPhase = kh % rowPhases.length;
                int columnPhase = kw % phases.length;
                at[kh * s.kw() + kw] = (rowPhase * phases.length + columnPhase) * segment
                        + (int) (row / s.sh()) * PITCH
                        + (int) (column / s.sw());
            }
        }
        return at;
    }

    /** Floats between the segments of a staged row. */
    int segment() {
        return segment;
    }

    /** Output columns of a strip; the last may have fewer. */
    int columns() {
        return columns;
    }

    int strips() {
        return strips;
    }

    /** Output rows of a block; the last may have fewer. */
    int rows() {
        return rows;
    }

    int blocks() {
        return blocks;
    }

    /** Staged rows of a whole block. */
    int stagedRows() {
        return stagedRows;
    }

    /** Staged rows of a block of {@code outputs} rows. */
    int stagedRows(int outputs, int stride) {
        return stagedRows - (rows - outputs) * (stride / rowStep);
    }

    /** Padded rows from one staged row to the next. */
    int rowStep() {
        return rowStep;
    }

    /** Outputs in registers. */
    Tile tile() {
        if (dense != null) {
            return dense.tile();
        }
        return rows5x5 != null ? rows5x5.tile() : loop(rows).tile();
    }

    /** The loop for blocks of {@code outputs} rows that neither {@link #dense} nor {@link #rows5x5} computes. */
    DepthwiseRows.Loop loop(int outputs) {
        return DepthwiseRows.Loop.of(rolling, outputs);
    }

    /** The blocks of a dense 3x3 kernel, or null for others. */
    DenseBlocks dense() {
        return dense;
    }

    /** The planes of a dense 5x5 kernel whose rows a vector holds, or null for others. */
    Rows5x5 rows5x5() {
        return rows5x5;
    }

    /** The first padded row that is not of zeros, to {@link #imageTo} exclusive. */
    int imageFrom() {
        return imageFrom;
    }

    int imageTo() {
        return imageTo;
    }

    /** Distance of each tap from the first staged float of an output. */
    int[] offsets() {
        return offsets;
    }

    /** The padded rows a tap reads, modulo the stride, in the order of their segments. */
    int[] rowPhases() {
        return rowPhases;
    }

    /** The columns of each segment of a padded row. */
    ColumnPhase[] columnPhases(int strip) {
        return columnPhases[strip];
    }

    /** {@link ColumnPhase#lanes} of whole rows whose borders are pixels; null for others. */
    int[][] lanes() {
        return lanes;
    }

    /** Floats from the start of a plane that they are read from. */
    int lastRead() {
        return lastRead;
    }

    /** A padded row's source row, or ZERO. */
    int[] rowSource() {
        return rowSource;
    }

    /** {@link ColumnPhase#borders} of a strip, none where all are zeros; what is above and below a map of rows says. */
    int[] borders(int strip) {
        return borders[strip];
    }
}
