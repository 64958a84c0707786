// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;

/**
 * Runs of output pixels whose inputs lie side by side, so that a tile may begin at any pixel of one: a row, a whole plane
 * where rows follow each other in the input too, or a plane with its rows' padding between them.
 *
 * <pre>
 *   one run over the padding, rowStep 6, row 4:   o o o o . . o o o o . . o o o o
 * </pre>
 *
 * <p>A class, as nobody compares it.
 */
final class Runs {
    /** The part of its time that a tile of 14 pixels takes where the 8 of another do. */
    static final double PART_OF_8 = 0.6;

    /** Pixels of a run that is a whole plane: of more it is not worth the while, and a rehearsal is of so few. */
    private static final int FEW_PIXELS = 14 * 14;

    private final int runs;
    private final int length;
    private final int rowStep;
    private final int row;

    private Runs(int runs, int length, int rowStep, int row) {
        this.runs = runs;
        this.length = length;
        this.rowStep = rowStep;
        this.row = row;
    }

    /** How many make a plane. */
    int runs() {
        return runs;
    }

    /** Positions of a run, those in the padding included. */
    int length() {
        return length;
    }

    /** Positions from one row of a run to the next. */
    int rowStep() {
        return rowStep;
    }

    /** Positions of a row that are pixels: they come first. */
    int row() {
        return row;
    }

    /** One run of a plane's pixels. */
    static Runs plane(Geometry g) {
        return new Runs(1, g.outPlane(), g.outPlane(), g.outPlane());
    }

    /** A run each row. */
    static Runs rows(Geometry g) {
        return new Runs(g.oh(), g.ow(), g.ow(), g.ow());
    }

    /**
     * The runs that the fewest tiles of {@code tile} pixels cover, where neighbouring output rows are {@code rowStep} floats
     * apart in the input.
     */
    static Runs of(Geometry g, int tile) {
        long rowStep = PlaneLayout.rowStep(g);
        if (rowStep == g.ow()) {
            return plane(g);
        }
        if (overPadding(g, rowStep, tile)) {
            return new Runs(1, (int) length(g, rowStep), (int) rowStep, g.ow());
        }
        return rows(g);
    }

    private static long length(Geometry g, long rowStep) {
        return (g.oh() - 1) * rowStep + g.ow();
    }

    /** Only staged planes end with a whole row: what a tile reads beyond the pixels of a row is in the array in any case. */
    private static boolean overPadding(Geometry g, long rowStep, int tile) {
        long length = length(g, rowStep);
        return !PlaneLayout.readsInput(g)
                && length < Integer.MAX_VALUE / 2
                && new Runs(1, (int) length, 1, 1).parts(tile) < rows(g).parts(tile);
    }

    /** Tiles of {@code tile} pixels of a plane; a run's last overlaps the one before. */
    int tiles(int tile) {
        return runs * Units.of(length, tile);
    }

    /** Pixels of a run's last tile. */
    int last(int tile) {
        return runs > 1 || length <= FEW_PIXELS ? last(length, tile) : tile;
    }

    /** The same of any {@code length} pixels in tiles of {@code tile}: of 14 the last has 8 where no more are left. */
    static int last(int length, int tile) {
        int left = length % tile;
        int most = RowKernels.TILE_8X2.broadcasts();
        boolean few = tile == RowKernels.TILE_14X2.broadcasts() && left > 0 && left <= most;
        return few && length >= most ? most : tile;
    }

    /** Tiles of a plane, by their time. */
    double parts(int tile) {
        return runs * (Units.of(length, tile) - 1 + (last(tile) < tile ? PART_OF_8 : 1));
    }

    /** The first output pixel of a tile of {@code tile} pixels, or behind the last one the plane's end. */
    int firstPixel(int index, int tile) {
        int perRun = Units.of(length, tile);
        int rowsOfRun = (length - row) / rowStep + 1;
        long start = (long) (index % perRun) * tile;
        int rows = index / perRun * rowsOfRun + (int) (start / rowStep);
        return rows * row + (int) Math.min(row, start % rowStep);
    }
}
