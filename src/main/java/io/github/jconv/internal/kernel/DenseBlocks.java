// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

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

    /** Before, C2 looks over a shuffle's indices each time. */
    private static final int FAST_REARRANGE = 25;

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

    private DenseBlocks(Geometry g, Platform platform, int lastColumns) {
        stride = g.layer().sh();
        lanes = platform.lanes();
        // Two loads have the columns of one output less than lanes.
        width = lanes - stride + 1;
        direct = readsInPlace(g);
        wholePlanes = holdsTwoRows(g, lanes) && (stride == 2 || platform.javaFeature() >= FAST_REARRANGE);
        masks = new boolean[4 * 2 * lanes];
        zeros = new float[2 * lanes + 2];
        int last = Math.min(width, lastColumns) - 1;
        for (int ends = 1; ends < 4; ends++) {
            int at = ends * 2 * lanes;
            if ((ends & 1) != 0) {
                masks[at] = true;
            }
            if ((ends & 2) != 0) {
                masks[at + (stride == 1 ? lanes + last : lane(2 * last + 2, lanes))] = true;
            }
        }
    }

    /** Whether a layer is of this kind. */
    static boolean takes(LayerSpec s) {
        return s.kh() == 3 && s.kw() == 3 && s.dh() == 1 && s.dw() == 1 && s.sh() == s.sw() && s.sh() <= 2;
    }

    private static boolean zeros(LayerSpec s) {
        return s.padding().heightMode() == PaddingMode.ZEROS && s.padding().widthMode() == PaddingMode.ZEROS;
    }

    /** Whether {@link DensePlanes3x3} takes planes, of which two output rows lie in a vector. */
    private static boolean holdsTwoRows(Geometry g, int lanes) {
        int rows = lanes / 2 - 1;
        int size = rows * g.layer().sh();
        return lanes >= 8
                && zeros(g.layer())
                && g.ih() == size
                && g.iw() == size
                && g.oh() == rows
                && g.ow() == rows
                && g.padTop() == 1
                && g.padLeft() == 1;
    }

    /**
     * With stride 2, the lane of a column in what is blended of the loads from columns 0 and lanes - 1: even columns lie in
     * the even lanes of the first and the odd lanes of the second, odd columns in the others.
     */
    static int lane(int column, int lanes) {
        return Math.min(lanes - 1, column < lanes ? column : column - (lanes - 1));
    }

    /** Whether planes inside the input array need not be staged. */
    static boolean readsInPlace(Geometry g) {
        int stride = g.layer().sh();
        return zeros(g.layer())
                && g.padTop() <= 1
                && g.padLeft() <= 1
                && (g.oh() - 1) * stride + 2 - g.padTop() <= g.ih()
                && (g.ow() - 1) * stride + 2 - g.padLeft() <= g.iw();
    }

    /** The blocks of a geometry whose layer is of this kind. */
    static DenseBlocks of(Geometry g, Platform platform, StripLayout strips) {
        return new DenseBlocks(g, platform, g.ow() - (strips.strips() - 1) * strips.columns());
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
                && (long) plane + lastRow * g.iw() + lastColumn + 2L * lanes <= x.length;
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
     * @param room index in the scratch of room for a vector a row
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
            int room) {
        int column = strip * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        int rows = to - from;
        boolean narrow = columns < width;
        boolean overwritten =
                narrow && wholePlane(g, columns, from, to) && (long) later * g.outPlane() >= lanes - columns;
        // Behind a row of a strip lie outputs of the next strip, which another thread may write.
        int through = narrow ? overwritten ? 0 : columns : stride == 2 && strips.strips() > 1 ? width : 0;
        boolean keeps = stride == 2 && !narrow && through == 0;
        int before = columns - through;
        int base = inPlace ? plane : 0;
        if (before > 0) {
            rows(
                    g, inPlace, x, base, column, before, from, rows, channels, w, bias, oc, y, yo, pitch, keeps,
                    scratch, room);
        }
        if (keeps) {
            System.arraycopy(scratch, room, y, yo + (rows - 1) * pitch + columns - width, width);
        }
        if (through > 0) {
            base += inPlace ? 0 : before * stride;
            column += before;
            rows(
                    g, inPlace, x, base, column, through, from, rows, 1, w, bias, oc, scratch, room, lanes, false,
                    scratch, room);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(scratch, room + r * lanes, y, yo + r * pitch + before, through);
            }
        }
    }

    /** The rows of a strip that begins with output column {@code strip}. */
    private void rows(
            Geometry g,
            boolean inPlace,
            float[] x,
            int plane,
            int strip,
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
            boolean keeps,
            float[] scratch,
            int corner) {
        int last = (rows - 1) * stride + 2;
        int pad = inPlace ? g.padLeft() : 0;
        int first = inPlace ? from * stride - g.padTop() : 0;
        int xPitch = inPlace ? g.iw() : StripLayout.PITCH;
        float[] in = inPlace ? x : scratch;
        int p = plane + (inPlace ? strip * stride : 0) + first * xPitch - pad;
        boolean above = first < 0;
        boolean below = inPlace && first + last >= g.ih();
        int end = strip + columns;
        boolean left = inPlace && strip < pad;
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
                pitch,
                keeps,
                scratch,
                corner);
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
            int pitch,
            boolean keeps,
            float[] scratch,
            int corner) {
        if (stride == 1) {
            Dense3x3.stride1(
                    top, topAt, x, at, xPitch, rows, bottom, bottomAt, masks, left, right, columns, channels, xStep,
                    yStep, w, 9 * oc, bias, oc, y, yo, pitch);
        } else {
            Dense3x3.stride2(
                    top, topAt, x, at, xPitch, rows, bottom, bottomAt, masks, left, right, columns, channels, xStep,
                    yStep, w, 9 * oc, bias, oc, y, yo, pitch, keeps, scratch, corner);
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
        int margin = 4 * lanes;
        int area = g.inPlane();
        int ic = oc / multiplier;
        float[] x = call.x();
        int plane = call.xo() + ic * call.inPitch(g);
        int planes = Math.min(MOST_PLANES, end - oc);
        int inArray = (int) Math.min(MOST_PLANES, ((long) x.length - margin - plane) / area);
        if (plane < margin || inArray <= 0) {
            System.arraycopy(x, plane, scratch, margin, area);
            x = scratch;
            plane = margin;
            inArray = 1;
        }
        planes = Math.min(planes, (ic + inArray) * multiplier - oc);
        int row = (g.oh() - 1) * g.ow();
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
