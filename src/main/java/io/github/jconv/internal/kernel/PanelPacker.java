// SPDX-License-Identifier: Apache-2.0
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
        // Taps whose last piece would pass the end of the input are few, and the last ones of the last planes.
        int last = x.length - S.length() - pieces[2 * n - 2] - base;
        for (int t = t0; t < t1; ) {
            int at = to + (t - t0) * pitch;
            if (offsets[t] > last) {
                copy(x, base + offsets[t], pieces, n, panel, at);
                t++;
                continue;
            }
            int end = t + 1;
            while (end < t1 && offsets[end] <= last) {
                end++;
            }
            switch (pitch == n * S.length() && run(pieces, n) ? -n : n) {
                case -2 -> packRun2(x, base + pieces[0], offsets, t, end, panel, at);
                case -3 -> packRun3(x, base + pieces[0], offsets, t, end, panel, at);
                case 2 -> pack2(x, base, offsets, t, end, pieces, panel, at, pitch);
                case 3 -> pack3(x, base, offsets, t, end, pieces, panel, at, pitch);
                case 4 -> pack4(x, base, offsets, t, end, pieces, panel, at, pitch);
                default -> packAny(x, base, offsets, t, end, pieces, n, panel, at, pitch);
            }
            t = end;
        }
    }

    /** Whether pieces of whole vectors follow each other in the input as well. */
    private static boolean run(int[] pieces, int n) {
        for (int i = 1; i < n; i++) {
            if (pieces[2 * i + 1] != i * S.length() || pieces[2 * i] != pieces[0] + i * S.length()) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a {@link #packTiles} for panels of {@code pitch} floats a tap. */
    static boolean packsTiles(int pitch) {
        return pitch == 2 * S.length();
    }

    /**
     * Fills the panels of tiles that follow each other in one run, tap by tap: so long a piece of a plane at a time that the
     * prefetcher runs ahead of it.
     *
     * @param from index in {@code x} of the first tile's first pixel in the group's first plane
     * @param panelFloats from one tile's panel to the next
     */
    static void packTiles(
            float[] x, int from, int[] offsets, int t0, int t1, float[] panel, int to, int tiles, int panelFloats) {
        final int l = S.length();
        for (int t = t0; t < t1; t++) {
            int p = from + offsets[t];
            int at = to + (t - t0) * 2 * l;
            for (int i = 0; i < tiles; i++) {
                FloatVector x0 = FloatVector.fromArray(S, x, p);
                FloatVector x1 = FloatVector.fromArray(S, x, p + l);
                x0.intoArray(panel, at);
                x1.intoArray(panel, at + l);
                p += 2 * l;
                at += panelFloats;
            }
        }
    }

    /** A panel, or weights, of two vectors a tap without a break: constant distances let C2 merge the bounds checks. */
    static void packRun2(float[] x, int from, int[] offsets, int t0, int t1, float[] panel, int to) {
        final int l = S.length();
        for (int t = t0, at = to; t < t1; t++, at += 2 * l) {
            int p = from + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            x0.intoArray(panel, at);
            x1.intoArray(panel, at + l);
        }
    }

    /** The same of three vectors. */
    private static void packRun3(float[] x, int from, int[] offsets, int t0, int t1, float[] panel, int to) {
        final int l = S.length();
        for (int t = t0, at = to; t < t1; t++, at += 3 * l) {
            int p = from + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            x0.intoArray(panel, at);
            x1.intoArray(panel, at + l);
            x2.intoArray(panel, at + 2 * l);
        }
    }

    private static void pack2(
            float[] x, int base, int[] offsets, int t0, int t1, int[] pieces, float[] panel, int to, int pitch) {
        final int s0 = base + pieces[0];
        final int s1 = base + pieces[2];
        final int d1 = pieces[3];
        for (int t = t0, at = to; t < t1; t++, at += pitch) {
            int o = offsets[t];
            FloatVector.fromArray(S, x, s0 + o).intoArray(panel, at);
            FloatVector.fromArray(S, x, s1 + o).intoArray(panel, at + d1);
        }
    }

    private static void pack3(
            float[] x, int base, int[] offsets, int t0, int t1, int[] pieces, float[] panel, int to, int pitch) {
        final int s0 = base + pieces[0];
        final int s1 = base + pieces[2];
        final int s2 = base + pieces[4];
        final int d1 = pieces[3];
        final int d2 = pieces[5];
        for (int t = t0, at = to; t < t1; t++, at += pitch) {
            int o = offsets[t];
            FloatVector.fromArray(S, x, s0 + o).intoArray(panel, at);
            FloatVector.fromArray(S, x, s1 + o).intoArray(panel, at + d1);
            FloatVector.fromArray(S, x, s2 + o).intoArray(panel, at + d2);
        }
    }

    private static void pack4(
            float[] x, int base, int[] offsets, int t0, int t1, int[] pieces, float[] panel, int to, int pitch) {
        final int s0 = base + pieces[0];
        final int s1 = base + pieces[2];
        final int s2 = base + pieces[4];
        final int s3 = base + pieces[6];
        final int d1 = pieces[3];
        final int d2 = pieces[5];
        final int d3 = pieces[7];
        for (int t = t0, at = to; t < t1; t++, at += pitch) {
            int o = offsets[t];
            FloatVector.fromArray(S, x, s0 + o).intoArray(panel, at);
            FloatVector.fromArray(S, x, s1 + o).intoArray(panel, at + d1);
            FloatVector.fromArray(S, x, s2 + o).intoArray(panel, at + d2);
            FloatVector.fromArray(S, x, s3 + o).intoArray(panel, at + d3);
        }
    }

    private static void packAny(
            float[] x, int base, int[] offsets, int t0, int t1, int[] pieces, int n, float[] panel, int to, int pitch) {
        for (int t = t0, at = to; t < t1; t++, at += pitch) {
            int from = base + offsets[t];
            for (int i = 0; i < n; i++) {
                FloatVector.fromArray(S, x, from + pieces[2 * i]).intoArray(panel, at + pieces[2 * i + 1]);
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
