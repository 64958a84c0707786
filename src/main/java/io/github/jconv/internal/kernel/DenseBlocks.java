// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

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

    /** Floats of the blocks that one call reads. */
    private static final int TOGETHER_FLOATS = 4096;

    private final int stride;
    private final int lanes;

    /** Outputs of a vector. */
    private final int width;

    private final boolean direct;
    private final boolean wholePlanes;

    /** Masks of a vector of columns: for none, for the left, the right, for both ends of the image. */
    private final boolean[] masks;

    /** Zeros, of a row above or below the image. */
    private final float[] zeros;

    private DenseBlocks(Geometry g, int lanes, int lastColumns) {
        stride = g.layer().sh();
        this.lanes = lanes;
        width = Dense3x3.columns(stride);
        direct = readsInPlace(g);
        wholePlanes = DensePlanes3x3.takes(g);
        masks = new boolean[4 * 2 * lanes];
        zeros = new float[2 * lanes + 2];
        int last = Math.min(width, lastColumns) - 1;
        for (int ends = 1; ends < 4; ends++) {
            int at = ends * 2 * lanes;
            if ((ends & 1) != 0) {
                masks[at] = true;
            }
            if ((ends & 2) != 0) {
                masks[at + (stride == 1 ? lanes + last : Dense3x3.lane(2 * last + 2))] = true;
            }
        }
    }

    /** Whether a layer is of this kind. */
    static boolean takes(LayerSpec s) {
        return s.kh() == 3 && s.kw() == 3 && s.dh() == 1 && s.dw() == 1 && s.sh() == s.sw() && s.sh() <= 2;
    }

    /** Whether planes inside the input array need not be staged. */
    static boolean readsInPlace(Geometry g) {
        int stride = g.layer().sh();
        return g.layer().mode() == PaddingMode.ZEROS
                && g.padTop() <= 1
                && g.padLeft() <= 1
                && (g.oh() - 1) * stride + 2 - g.padTop() <= g.ih()
                && (g.ow() - 1) * stride + 2 - g.padLeft() <= g.iw();
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
     * Of {@code most} channels those whose blocks, read in place, one call computes. Blocks that are large would crowd each
     * other out of the L1 cache; vectors that go through the scratch go one channel at a time.
     */
    int together(Geometry g, StripLayout strips, float[] x, int plane, int strip, int from, int to, int most) {
        int columns = Math.min(strips.columns(), g.ow() - strip * strips.columns());
        boolean narrow = columns < width;
        if (g.layer().ocg() > 1 || (narrow ? !wholePlane(g, columns, from, to) : stride == 2)) {
            return 1;
        }
        int fitting = TOGETHER_FLOATS / ((to - from) * columns * stride * stride);
        int others = narrow ? Units.of(lanes, g.outPlane()) : 0;
        int channels = Math.max(1, Math.min(most - others, fitting));
        return readsInPlace(g, strips, x, plane + (channels - 1) * g.inPlane(), strip, from, to) ? channels : 1;
    }

    private static boolean wholePlane(Geometry g, int columns, int from, int to) {
        return to - from == g.oh() && columns == g.ow();
    }

    /**
     * Computes output rows {@code [from, to)} of one strip of an output channel at {@code y[yo ...]}, {@code pitch} floats
     * apart.
     *
     * @param plane index of the input plane in {@code x}; unless {@code inPlace}, the block is staged in the scratch
     * @param channels as many as {@link #together}
     * @param later channels that are computed after these: what lies behind a whole plane
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
            int channels,
            float[] w,
            float[] bias,
            int oc,
            float[] y,
            int yo,
            int pitch,
            int later,
            float[] scratch,
            int narrow) {
        int column = strip * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        int rows = to - from;
        boolean spills = columns < width || stride == 2;
        boolean overwritten =
                columns < width && wholePlane(g, columns, from, to) && (long) later * g.outPlane() >= lanes - columns;
        int through = !spills || overwritten ? 0 : Math.min(columns, width);
        int most = Units.of(columns, width) * width;
        int before = through == 0 ? columns : most - width;
        if (before > 0) {
            rows(g, inPlace, x, plane, column, 0, before, from, rows, channels, w, bias, oc, y, yo, pitch, scratch);
        }
        if (through > 0) {
            int c = columns - through;
            rows(g, inPlace, x, plane, column, c, through, from, rows, 1, w, bias, oc, scratch, narrow, lanes, scratch);
            copy(scratch, narrow, through, y, yo + c, pitch, rows);
        }
    }

    /** Columns {@code [c, c + columns)} of a strip that begins with output column {@code strip}. */
    private void rows(
            Geometry g,
            boolean inPlace,
            float[] x,
            int plane,
            int strip,
            int c,
            int columns,
            int from,
            int rows,
            int channels,
            float[] w,
            float[] bias,
            int oc,
            float[] y,
            int yo,
            int pitch,
            float[] scratch) {
        int last = (rows - 1) * stride + 2;
        int pad = inPlace ? g.padLeft() : 0;
        int first = inPlace ? from * stride - g.padTop() : 0;
        int xPitch = inPlace ? g.iw() : StripLayout.PITCH;
        float[] in = inPlace ? x : scratch;
        int p = (inPlace ? plane + strip * stride : 0) + first * xPitch + c * stride - pad;
        boolean above = first < 0;
        boolean below = inPlace && first + last >= g.ih();
        int end = strip + c + columns;
        boolean left = inPlace && strip + c < pad;
        boolean right = inPlace && end == g.ow() && (end - 1) * stride + 2 - pad >= g.iw();
        loop(
                above ? zeros : in,
                above ? 0 : p,
                in,
                p + xPitch,
                xPitch,
                rows,
                below ? zeros : in,
                below ? 0 : p + last * xPitch,
                left ? 2 * lanes : 0,
                right ? 4 * lanes : 0,
                columns,
                channels,
                g.inPlane(),
                g.outPlane(),
                w,
                bias,
                oc,
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
            int left,
            int right,
            int columns,
            int channels,
            int xStep,
            int yStep,
            float[] w,
            float[] bias,
            int oc,
            float[] y,
            int yo,
            int pitch) {
        if (stride == 1) {
            Dense3x3.stride1(
                    top, topAt, x, at, xPitch, rows, bottom, bottomAt, masks, left, right, columns, channels, xStep,
                    yStep, w, 9 * oc, bias, oc, y, yo, pitch);
        } else {
            Dense3x3.stride2(
                    top, topAt, x, at, xPitch, rows, bottom, bottomAt, masks, left, right, columns, channels, xStep,
                    yStep, w, 9 * oc, bias, oc, y, yo, pitch);
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
