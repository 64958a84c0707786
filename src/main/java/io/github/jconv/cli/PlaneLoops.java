// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

/** What a network does between its convolutions. */
final class PlaneLoops {
    private PlaneLoops() {}

    /** Adds {@code count} floats from the start of {@code a} and of {@code b}. */
    static void add(float[] a, float[] b, float[] sum, int sumOffset, int count) {
        for (int i = 0; i < count; i++) {
            sum[sumOffset + i] = a[i] + b[i];
        }
    }

    /** Writes every pixel of {@code rows} rows, of one plane or several, twice across and twice down. */
    static void doubled(float[] in, float[] out, int rows, int columns) {
        int width = 2 * columns;
        for (int row = 0; row < rows; row++) {
            int to = 2 * row * width;
            for (int column = 0; column < columns; column++) {
                float pixel = in[row * columns + column];
                out[to + 2 * column] = pixel;
                out[to + 2 * column + 1] = pixel;
            }
            System.arraycopy(out, to, out, to + width, width);
        }
    }
}
