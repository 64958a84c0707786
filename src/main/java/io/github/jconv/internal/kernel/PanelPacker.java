package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gathers what a pixel tile reads into a panel: for each tap the tile's pixels side by side, so that the micro-kernel
 * walks memory in one line whatever the kernel size, stride, dilation or row length.
 *
 * <p>A tile of consecutive outputs falls into pieces of at most a vector that lie in one row. Each piece is copied as a
 * whole vector; what is too much is overwritten by the next piece.
 */
final class PanelPacker {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private PanelPacker() {}

    /**
     * Cuts outputs {@code [first, first + count)} of an image of {@code width} columns into pieces.
     *
     * @param rowStep distance in the input of neighbouring output rows
     * @param pieces receives source distance and panel index of each piece
     * @return number of pieces
     */
    static int cut(int first, int count, int width, int rowStep, int[] pieces) {
        int n = 0;
        int row = first / width;
        int column = first % width;
        for (int at = 0; at < count; n++) {
            int length = Math.min(Math.min(S.length(), count - at), width - column);
            pieces[2 * n] = row * rowStep + column;
            pieces[2 * n + 1] = at;
            at += length;
            column += length;
            if (column == width) {
                column = 0;
                row++;
            }
        }
        return n;
    }

    /**
     * Fills the panel of taps {@code [t0, t1)}.
     *
     * @param base index in {@code x} of the group's first plane
     * @param pitch floats of the panel a tap
     * @param to index in {@code panel}, which must have room for one vector more
     */
    static void pack(
            float[] x, int base, int[] offsets, int t0, int t1, int[] pieces, int n, float[] panel, int to, int pitch) {
        int last = x.length - S.length() - pieces[2 * n - 2];
        for (int t = t0; t < t1; t++) {
            int from = base + offsets[t];
            int at = to + (t - t0) * pitch;
            if (from <= last) {
                for (int i = 0; i < n; i++) {
                    FloatVector.fromArray(S, x, from + pieces[2 * i]).intoArray(panel, at + pieces[2 * i + 1]);
                }
            } else {
                copy(x, from, pieces, n, panel, at);
            }
        }
    }

    /** The edge twin: a whole vector would pass the end of the input. */
    private static void copy(float[] x, int from, int[] pieces, int n, float[] panel, int at) {
        for (int i = 0; i < n; i++) {
            int source = from + pieces[2 * i];
            int length = Math.min(S.length(), x.length - source);
            System.arraycopy(x, source, panel, at + pieces[2 * i + 1], length);
        }
    }
}
