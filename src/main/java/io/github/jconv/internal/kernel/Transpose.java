// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Turns pixels of channels into planes of pixels, or the other way round, in blocks that stay in the L1 cache. */
final class Transpose {
    /** Floats of the room for a tile of vectors. */
    static final int ROOM = 256;

    private static final int ROWS = 64;
    private static final int COLUMNS = 16;

    private Transpose() {}

    /**
     * {@code y[to + c * toPitch + r] = x[from + r * fromPitch + c]}.
     *
     * @param vectors whether to use vectors
     * @param room holds {@link #ROOM} floats of any content at its end
     */
    static void turn(
            boolean vectors,
            float[] x,
            int from,
            int fromPitch,
            int rows,
            int columns,
            float[] y,
            int to,
            int toPitch,
            float[] room) {
        if (vectors) {
            Turn.run(x, from, fromPitch, rows, columns, y, to, toPitch, room, room.length - ROOM);
            return;
        }
        for (int c = 0; c < columns; c += COLUMNS) {
            int width = Math.min(COLUMNS, columns - c);
            for (int r = 0; r < rows; r += ROWS) {
                int height = Math.min(ROWS, rows - r);
                block(x, from + r * fromPitch + c, fromPitch, height, width, y, to + c * toPitch + r, toPitch);
            }
        }
    }

    /** Eight rows at a time. */
    private static void block(
            float[] x, int from, int fromPitch, int rows, int columns, float[] y, int to, int toPitch) {
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            for (int c = 0; c < columns; c++) {
                int f = from + r * fromPitch + c;
                int t = to + c * toPitch + r;
                y[t] = x[f];
                y[t + 1] = x[f + fromPitch];
                y[t + 2] = x[f + 2 * fromPitch];
                y[t + 3] = x[f + 3 * fromPitch];
                y[t + 4] = x[f + 4 * fromPitch];
                y[t + 5] = x[f + 5 * fromPitch];
                y[t + 6] = x[f + 6 * fromPitch];
                y[t + 7] = x[f + 7 * fromPitch];
            }
        }
        for (; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[to + c * toPitch + r] = x[from + r * fromPitch + c];
            }
        }
    }
}
