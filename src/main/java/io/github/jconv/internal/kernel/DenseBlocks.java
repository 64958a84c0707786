// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import java.util.Arrays;

/**
 * Blocks of dense 3x3 depthwise kernels of stride 1 and 2.
 *
 * <p>Where padding is zeros of one row and column at most, a block is read where it lies and the loops mask what is beside
 * the image; all others, and those whose vectors would reach beyond the ends of the input array, are staged first.
 *
 * <p>The last vector of a row may have lanes too many. What they write is overwritten by the rows that follow; where those
 * are not computed later, the vector goes through scratch memory.
 */
final class DenseBlocks {
    /** Planes computed in one call where {@link DensePlanes3x3} takes them: their outputs stay in the L1 cache. */
    private static final int MOST_PLANES = 16;

    private final int stride;
    private final int lanes;

    /** Outputs of a vector. */
    private final int width;

    private final boolean direct;
    private final boolean wholePlanes;

    /** Masks of a vector of columns: for none, for the left, the right, for both ends of the image. */
    private final int[] masks;

    /** Zeros, of a row above or below the image. */
    private final float[] zeros;

    private DenseBlocks(Geometry g, int lanes, int lastColumns) {
        stride = g.layer().sh();
        this.lanes = lanes;
        width = Dense3x3.columns(stride);
        direct = g.layer().mode() == PaddingMode.ZEROS
                && g.padTop() <= 1
                && g.padLeft() <= 1
                && (g.oh() - 1) * stride + 2 - g.padTop() <= g.ih()
                && (g.ow() - 1) * stride + 2 - g.padLeft() <= g.iw();
        wholePlanes = DensePlanes3x3.takes(g);
        masks = new int[4 * 2 * lanes];
        zeros = new float[2 * lanes + 2];
        Arrays.fill(masks, -1);
        int last = Math.min(width, lastColumns) - 1;
        for (int ends = 1; ends < 4; ends++) {
            int at = ends * 2 * lanes;
            if ((ends & 1) != 0) {
                masks[at] = 0;
            }
            if ((ends & 2) != 0) {
                masks[at + (stride == 1 ? lanes + last : Dense3x3.lane(2 * last + 2))] = 0;
            }
        }
    }

    /** Whether a layer is of this kind. */
    static boolean takes(LayerSpec s) {
        return s.kh() == 3 && s.kw() == 3 && s.dh() == 1 && s.dw() == 1 && s.sh() == s.sw() && s.sh() <= 2;
    }

    /** The blocks of a geometry whose layer is of this kind. */
    static DenseBlocks of(Geometry g, int lanes, StripLayout strips) {
        return new DenseBlocks(g, lanes, g.ow() - (strips.strips() - 1) * strips.columns());
    }

    /** Outputs in registers. */
    Tile tile() {
        if (wholePlanes) {
            return new Tile(1, stride == 1 ? 4 : 1);
        }
        return new Tile(1, stride == 1 ? 3 : 2);
    }

    /** Whether whole planes are computed, of which none is staged. */
    boolean wholePlanes() {
        return wholePlanes;
    }

    /** Whether a block of the input plane at {@code plane} need not be staged. */
    boolean readsInPlace(Geometry g, StripLayout strips, float[] x, int plane, int strip, int from, int to) {
        if (!direct) {
            return false;
        }
        int column = strip * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        int firstRow = Math.max(0, from * stride - g.padTop());
        int lastRow = Math.min(g.ih() - 1, (to - 1) * stride + 2 - g.padTop());
        int lastColumn = (column + Math.max(0, columns - width)) * stride - g.padLeft();
        return plane + firstRow * g.iw() + column * stride - g.padLeft() >= 0
                && (long) plane + lastRow * g.iw() + lastColumn + Dense3x3.window(stride) <= x.length;
    }

    /**
     * Computes output rows {@code [from, to)} of one strip of an output channel at {@code y[yo ...]}, {@code pitch} floats
     * apart.
     *
     * @param plane index of the input plane in {@code x}; unless {@code inPlace}, the block is staged in the scratch
     * @param spare floats behind the last output that may be overwritten
     * @param narrow index in the scratch of room for a vector a row
     */
    void run(
            Geometry g,
            StripLayout strips,
            boolean inPlace,
            float[] x,
            int plane,
            int strip,
            int from,
            int to,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch,
            int spare,
            float[] scratch,
            int narrow) {
        int column = strip * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        int rows = to - from;
        boolean spills = columns < width || stride == 2;
        boolean overwritten = columns < width && spare >= lanes - columns;
        for (int j = 0; j < columns; j += width) {
            int c = Math.max(0, Math.min(j, columns - width));
            boolean last = j + width >= columns;
            if (last && spills && !overwritten) {
                vectors(g, inPlace, x, plane, column + c, c, from, rows, w, wo, bias, scratch, narrow, lanes, scratch);
                copy(scratch, narrow, Math.min(columns, width), y, yo + c, pitch, rows);
            } else {
                vectors(g, inPlace, x, plane, column + c, c, from, rows, w, wo, bias, y, yo + c, pitch, scratch);
            }
        }
    }

    /** The output column {@code column}, which is {@code c} in its strip, and those that lie in a vector with it. */
    private void vectors(
            Geometry g,
            boolean inPlace,
            float[] x,
            int plane,
            int column,
            int c,
            int from,
            int rows,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch,
            float[] scratch) {
        int last = (rows - 1) * stride + 2;
        if (!inPlace) {
            int p = c * stride;
            int bottom = p + last * StripLayout.PITCH;
            loop(
                    scratch,
                    p,
                    scratch,
                    p + StripLayout.PITCH,
                    StripLayout.PITCH,
                    rows,
                    scratch,
                    bottom,
                    0,
                    w,
                    wo,
                    bias,
                    y,
                    yo,
                    pitch);
            return;
        }
        int first = from * stride - g.padTop();
        int p = plane + first * g.iw() + column * stride - g.padLeft();
        boolean above = first < 0;
        boolean below = first + last >= g.ih();
        boolean left = column < g.padLeft();
        boolean right = column + width >= g.ow() && (g.ow() - 1) * stride + 2 - g.padLeft() >= g.iw();
        int mask = ((left ? 1 : 0) + (right ? 2 : 0)) * 2 * lanes;
        loop(
                above ? zeros : x,
                above ? 0 : p,
                x,
                p + g.iw(),
                g.iw(),
                rows,
                below ? zeros : x,
                below ? 0 : p + last * g.iw(),
                mask,
                w,
                wo,
                bias,
                y,
                yo,
                pitch);
    }

    private void loop(
            float[] top,
            int topAt,
            float[] x,
            int at,
            int xPitch,
            int rows,
            float[] bottom,
            int bottomAt,
            int mask,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch) {
        if (stride == 1) {
            Dense3x3.stride1(top, topAt, x, at, xPitch, rows, bottom, bottomAt, masks, mask, w, wo, bias, y, yo, pitch);
        } else {
            Dense3x3.stride2(top, topAt, x, at, xPitch, rows, bottom, bottomAt, masks, mask, w, wo, bias, y, yo, pitch);
        }
    }

    /** Copies rows out of the scratch; where they are followed by the next row's first output, vector by vector. */
    private void copy(float[] scratch, int at, int columns, float[] y, int yo, int pitch, int rows) {
        int vectors = columns == lanes - 1 ? rows - 1 : 0;
        Dense3x3.allButLast(scratch, at, y, yo, pitch, vectors);
        for (int r = vectors; r < rows; r++) {
            System.arraycopy(scratch, at + r * lanes, y, yo + r * pitch, columns);
        }
    }

    /**
     * Computes whole planes from output channel {@code oc} on.
     *
     * @param end output channels before which may be computed
     * @return how many were
     */
    int planes(Geometry g, ImageCall call, int oc, int end, float[] y, int yo, float[] scratch) {
        int multiplier = g.layer().ocg();
        int margin = DensePlanes3x3.margin();
        int area = g.inPlane();
        int ic = oc / multiplier;
        float[] x = call.x();
        int plane = call.xo() + ic * area;
        int planes = Math.min(MOST_PLANES, end - oc);
        int inArray = (int) Math.min(MOST_PLANES, ((long) x.length - margin - plane) / area);
        if (plane < margin || inArray <= 0) {
            System.arraycopy(x, plane, scratch, margin, area);
            x = scratch;
            plane = margin;
            inArray = 1;
        }
        planes = Math.min(planes, (ic + inArray) * multiplier - oc);
        int row = DensePlanes3x3.lastRow();
        int last = yo + (planes - 1) * g.outPlane() + row;
        boolean follows = (end - oc - planes) * g.outPlane() >= lanes;
        int room = margin + area + margin;
        DensePlanes3x3.run(
                stride,
                x,
                plane,
                planes,
                oc,
                multiplier,
                call.weights().oihw(),
                call.weights().bias(),
                y,
                yo,
                follows ? y : scratch,
                follows ? last : room);
        if (!follows) {
            System.arraycopy(scratch, room, y, last, g.ow());
        }
        return planes;
    }
}
