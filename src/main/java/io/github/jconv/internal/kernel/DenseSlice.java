// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;

/**
 * Blocks of dense 3x3 depthwise kernels of stride 1 and 2, at work: what {@link DenseBlocks} says of a plan.
 *
 * <p>The last vector of a row may have lanes too many. What they write is overwritten by the rows that follow; where those
 * are not computed later, the vector goes through scratch memory.
 *
 * <p>An object is one slice at work, one after the other.
 */
final class DenseSlice {
    /** The input plane of a block that is staged in the scratch. */
    static final int STAGED = -1;

    /** Planes computed in one call where {@link DensePlanes3x3} takes them: their outputs stay in the L1 cache. */
    private static final int MOST_PLANES = 16;

    /** Floats of the blocks that one call reads. */
    private static final int TOGETHER_FLOATS = 4096;

    private final DenseRun run = new DenseRun();
    private DenseBlocks dense;
    private ImageCall call;
    private Geometry g;
    private StripLayout strips;
    private int stride;
    private int lanes;
    private float[] scratch;
    private int room;
    private int from;
    private int rows;
    private int column;
    private int columns;
    private float[] y;
    private int pitch;

    /**
     * Begins to work for a call.
     *
     * @param room index in the scratch of room for a vector a row
     */
    void begin(Geometry g, StripLayout strips, ImageCall call, float[] scratch, int room) {
        dense = strips.dense();
        this.g = g;
        this.strips = strips;
        this.call = call;
        this.scratch = scratch;
        this.room = room;
        stride = dense.stride();
        lanes = dense.lanes();
        run.masks = dense.masks();
        run.taps = dense.rowEnds() == null ? null : dense.rowEnds().taps();
        run.w = call.weights().oihw();
        run.bias = call.weights().bias();
        run.multiplier = g.layer().ocg();
        run.widthMode = g.layer().padding().widthMode();
        run.xStep = g.inPlane();
        run.yStep = g.outPlane();
        run.corner = scratch;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    void end() {
        dense = null;
        call = null;
        g = null;
        strips = null;
        scratch = null;
        y = null;
        run.clear();
    }

    /**
     * Goes to a block: {@code rows} output rows from {@code from} on of a strip, stored in {@code y}, {@code pitch} floats
     * apart.
     */
    void block(int strip, int from, int rows, float[] y, int pitch) {
        this.from = from;
        this.rows = rows;
        this.y = y;
        this.pitch = pitch;
        column = strip * strips.columns();
        columns = Math.min(strips.columns(), g.ow() - column);
    }

    /** Whether the block of the input plane at {@code plane} need not be staged. */
    boolean readsInPlace(int plane) {
        if (!dense.readsInPlace()) {
            return false;
        }
        int firstRow = from * stride - g.padTop();
        int lastRow = firstRow + (rows - 1) * stride + 2;
        int low = Math.max(0, firstRow);
        int high = Math.min(g.ih() - 1, lastRow);
        if (firstRow < 0 && dense.above() != ZERO) {
            low = Math.min(low, dense.above());
            high = Math.max(high, dense.above());
        }
        if (lastRow >= g.ih() && dense.below() != ZERO) {
            low = Math.min(low, dense.below());
            high = Math.max(high, dense.below());
        }
        if (dense.evenRows()) {
            return plane + high * g.iw() + Math.max(g.iw(), 2 * lanes) <= call.x().length;
        }
        if (!dense.zeroColumns()) {
            if (stride == 1 && strips.strips() > 1 && columns < lanes) {
                return false;
            }
            low--;
            high++;
        }
        int lastColumn = (column + Math.max(0, columns - dense.width())) * stride - g.padLeft();
        return plane + low * g.iw() + column * stride - g.padLeft() >= 0
                && (long) plane + high * g.iw() + lastColumn + 2L * lanes <= call.x().length;
    }

    /**
     * Of {@code most} channels those whose blocks, read in place, one call computes. Blocks that are large would crowd each
     * other out of the L1 cache; vectors that go through the scratch go one channel at a time.
     */
    int together(int plane, int most) {
        boolean narrow = columns < lanes;
        if (run.multiplier > 1 || (narrow ? !wholePlane() : stride == 2 && !dense.evenRows())) {
            return 1;
        }
        int fitting = TOGETHER_FLOATS / (rows * columns * stride * stride);
        int others = narrow ? Units.of(lanes, g.outPlane()) : 0;
        int together = Math.max(1, Math.min(most - others, fitting));
        return readsInPlace(plane + (together - 1) * g.inPlane()) ? together : 1;
    }

    private boolean wholePlane() {
        return rows == g.oh() && columns == g.ow();
    }

    /**
     * Computes the block of output channel {@code oc}, and of those {@link #together} with it, at {@code yo}.
     *
     * @param plane index of the input plane, or STAGED
     * @param later channels that are computed after these: what lies behind a whole plane
     */
    void run(int plane, int oc, int together, int yo, int later) {
        int width = dense.width();
        boolean narrow = columns < lanes;
        boolean overwritten = narrow && wholePlane() && (long) later * g.outPlane() >= lanes - columns;
        // Behind a row of a strip lie outputs of the next strip, which another thread may write.
        int through = narrow ? overwritten ? 0 : columns : stride == 2 && strips.strips() > 1 ? width : 0;
        boolean keeps = stride == 2 && !narrow && through == 0 && !evenRows(plane);
        int before = columns - through;
        run.oc = oc;
        run.keeps = keeps;
        run.cornerAt = room;
        if (before > 0) {
            to(y, yo, pitch);
            columns(plane, together, 0, before);
        }
        if (keeps) {
            System.arraycopy(scratch, room, y, yo + (rows - 1) * pitch + columns - width, width);
        }
        if (through > 0) {
            to(scratch, room, lanes);
            columns(plane, 1, before, through);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(scratch, room + r * lanes, y, yo + r * pitch + before, through);
            }
        }
    }

    private boolean evenRows(int plane) {
        return plane != STAGED && dense.evenRows();
    }

    private void to(float[] y, int yo, int pitch) {
        run.y = y;
        run.yo = yo;
        run.yPitch = pitch;
    }

    /** {@code count} columns of the block, of {@code channels} channels, from its column {@code first} on. */
    private void columns(int plane, int channels, int first, int count) {
        run.rows = rows;
        run.columns = count;
        run.channels = channels;
        if (plane == STAGED) {
            staged(first * stride);
        } else {
            inPlace(plane, column + first, count);
        }
        if (evenRows(plane)) {
            EvenRows3x3.rows(run);
        } else if (run.left + run.right > 0 && dense.rowEnds() != null) {
            dense.rowEnds().compute(run, column, strips.strips() == 1);
        } else if (stride == 2) {
            EverySecond3x3.masked(run);
        } else if (run.left + run.right > 0) {
            DenseEnds3x3.masked(run);
        } else {
            Dense3x3.stride1(run);
        }
    }

    /** Input rows from the scratch: nothing is beside them. */
    private void staged(int at) {
        run.pitch = StripLayout.PITCH;
        run.x = scratch;
        run.at = at + run.pitch;
        run.top = scratch;
        run.topAt = at;
        run.bottom = scratch;
        run.bottomAt = at + ((rows - 1) * stride + 2) * run.pitch;
        run.left = 0;
        run.right = 0;
    }

    /** Input rows from where they lie. */
    private void inPlace(int plane, int first, int count) {
        int iw = g.iw();
        int firstRow = from * stride - g.padTop();
        int lastRow = firstRow + (rows - 1) * stride + 2;
        int end = first + count;
        int corner = plane + first * stride - g.padLeft();
        boolean left = first * stride < g.padLeft();
        boolean right = end == g.ow() && (end - 1) * stride + 2 - g.padLeft() >= iw;
        int above = firstRow < 0 ? dense.above() : firstRow;
        int below = lastRow >= g.ih() ? dense.below() : lastRow;
        run.left = left ? 2 * lanes : 0;
        run.right = right ? 4 * lanes : 0;
        run.pitch = iw;
        run.x = call.x();
        run.at = corner + (firstRow + 1) * iw;
        run.top = above == ZERO ? dense.zeros() : run.x;
        run.topAt = above == ZERO ? 0 : corner + above * iw;
        run.bottom = below == ZERO ? dense.zeros() : run.x;
        run.bottomAt = below == ZERO ? 0 : corner + below * iw;
    }

    /**
     * Computes whole planes from output channel {@code oc} on.
     *
     * @param end output channels before which may be computed
     * @return how many were
     */
    int planes(int oc, int end, int yo) {
        int multiplier = run.multiplier;
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
        int lastRows = stride == 1 ? 1 : 2;
        int last = yo + planes * g.outPlane() - lastRows * g.ow();
        boolean follows = (end - oc - planes) * g.outPlane() >= lanes;
        run.x = x;
        run.at = plane;
        run.top = dense.above() == ZERO ? dense.zeros() : x;
        run.topAt = dense.above() == ZERO ? 0 : plane + dense.above() * g.iw();
        run.bottom = dense.below() == ZERO ? dense.zeros() : x;
        run.bottomAt = dense.below() == ZERO ? 0 : plane + dense.below() * g.iw();
        run.channels = planes;
        run.oc = oc;
        to(y, yo, g.ow());
        run.corner = follows ? y : scratch;
        run.cornerAt = follows ? last : margin + area + margin;
        if (stride == 2) {
            DensePlanes3x3.stride2(run);
        } else {
            DensePlanes3x3.stride1(run);
        }
        if (!follows) {
            System.arraycopy(scratch, run.cornerAt, y, last, lastRows * g.ow());
        }
        return planes;
    }
}
