// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import io.github.jconv.internal.platform.Platform;
import java.util.Arrays;

/**
 * Any convolution without the Vector API: the fallback, last in the registry, that takes everything.
 *
 * <p>For a block of output pixels and taps it copies what each tap reads into a row of its own, padding looked up index by
 * index, and adds these rows to the sums of each output channel, taps in the order ic, kh, kw. The inner loop reads and
 * writes whole arrays at the same index: of arrays at different indices C2 would not know that they do not overlap, and
 * would not vectorise it.
 */
final class ScalarKernel implements Kernel {
    private static final int BLOCK_PIXELS = 256;
    private static final int BLOCK_TAPS = 32;

    /** A row a tap, and one for sums. */
    private static final int ROWS = BLOCK_TAPS + 1;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public boolean accepts(Geometry geometry, Platform platform) {
        return true;
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        return new Layout(Tile.SCALAR, LaneAxis.PIXELS, g.layer().outChannels(), g.oh(), true, null, null, 0);
    }

    @Override
    public UnitSize unitSize(Geometry g, Layout layout, int lanes) {
        return new UnitSize(1, g.ow(), Runs.plane(g));
    }

    @Override
    public long rowFloats() {
        return (long) ROWS * BLOCK_PIXELS;
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        int ocg = channelsTogether(g.layer(), call);
        int pEnd = p1 * g.ow();
        // Steps of no more than is left: a plane's end may be near 2^31.
        for (int p = p0 * g.ow(), pixels; p < pEnd; p += pixels) {
            pixels = Math.min(BLOCK_PIXELS, pEnd - p);
            for (int c = c0; c < c1; ) {
                int end = Math.min(c1, (c / ocg + 1) * ocg);
                block(g, call, c, end, p, pixels, scratch.rows(ROWS, BLOCK_PIXELS));
                c = end;
            }
        }
    }

    /** All of a group, but where partial sums must not be kept in the output: the sums' row holds those of one. */
    private static int channelsTogether(LayerSpec s, ImageCall call) {
        return call.addsInPlace() && s.taps() > BLOCK_TAPS ? 1 : s.ocg();
    }

    /** Outputs {@code [p, p + pixels)} of channels {@code [c, cEnd)}, which are of one group; the last row is for sums. */
    private static void block(Geometry g, ImageCall call, int c, int cEnd, int p, int pixels, float[][] rows) {
        LayerSpec s = g.layer();
        int plane = call.xo() + c / s.ocg() * s.icg() * call.inPitch(g);
        for (int t0 = 0, t1; t0 < s.taps(); t0 = t1) {
            t1 = t0 + Math.min(BLOCK_TAPS, s.taps() - t0);
            for (int t = t0; t < t1; t++) {
                gather(g, call.x(), plane, call.inPitch(g), t, p, pixels, rows[t - t0]);
            }
            for (int oc = c; oc < cEnd; oc++) {
                channel(g, call, oc, cEnd - c > 1, t0, t1, p, pixels, rows);
            }
        }
    }

    /**
     * Adds taps {@code [t0, t1)} to outputs {@code [p, p + pixels)} of a channel: a method of its own, as C2 has it sooner than
     * with the loops around it.
     *
     * @param together whether the output keeps the sums of earlier taps, as those of other channels come in between
     */
    private static void channel(
            Geometry g, ImageCall call, int oc, boolean together, int t0, int t1, int p, int pixels, float[][] rows) {
        int taps = g.layer().taps();
        float[] sums = rows[BLOCK_TAPS];
        int yo = call.yo() + oc * call.outPitch(g) + p;
        if (t0 == 0) {
            Arrays.fill(sums, 0, pixels, call.weights().bias()[oc]);
        } else if (together) {
            System.arraycopy(call.y(), yo, sums, 0, pixels);
        }
        add(call.weights().oihw(), oc * taps + t0, t1 - t0, rows, sums, pixels);
        if (t1 == taps && !call.plain()) {
            Epilogue.run(call, sums, 0, 0, yo, 0, 1, pixels);
        } else if (t1 == taps || together) {
            System.arraycopy(sums, 0, call.y(), yo, pixels);
        }
    }

    private static void add(float[] w, int wo, int taps, float[][] rows, float[] sums, int pixels) {
        int t = 0;
        for (; t + 3 < taps; t += 4) {
            addFour(w, wo + t, rows[t], rows[t + 1], rows[t + 2], rows[t + 3], sums, pixels);
        }
        for (; t < taps; t++) {
            addOne(w[wo + t], rows[t], sums, pixels);
        }
    }

    /** Four taps for one load and store of the sum. */
    private static void addFour(
            float[] w, int wo, float[] a, float[] b, float[] c, float[] d, float[] sums, int pixels) {
        float wa = w[wo];
        float wb = w[wo + 1];
        float wc = w[wo + 2];
        float wd = w[wo + 3];
        for (int j = 0; j < pixels; j++) {
            sums[j] = Fma.fma(wd, d[j], Fma.fma(wc, c[j], Fma.fma(wb, b[j], Fma.fma(wa, a[j], sums[j]))));
        }
    }

    private static void addOne(float w, float[] a, float[] sums, int pixels) {
        for (int j = 0; j < pixels; j++) {
            sums[j] = Fma.fma(w, a[j], sums[j]);
        }
    }

    /** What tap {@code t} of a group reads for outputs {@code [p, p + pixels)}. */
    private static void gather(Geometry g, float[] x, int firstPlane, int pitch, int t, int p, int pixels, float[] to) {
        LayerSpec s = g.layer();
        int kw = t % s.kw();
        int kh = t / s.kw() % s.kh();
        int plane = firstPlane + t / s.kw() / s.kh() * pitch;
        for (int at = 0; at < pixels; ) {
            int oy = (p + at) / g.ow();
            int ox = (p + at) % g.ow();
            int length = Math.min(pixels - at, g.ow() - ox);
            int iy = PaddingMap.source(s.padding().heightMode(), g.ih(), oy * s.sh() + kh * s.dh() - g.padTop());
            if (iy == ZERO) {
                Arrays.fill(to, at, at + length, 0);
            } else {
                gatherRow(g, x, plane + iy * g.iw(), kw * s.dw() - g.padLeft(), ox, ox + length, to, at - ox);
            }
            at += length;
        }
    }

    /** Outputs {@code [ox, end)} of one row, to {@code to[at + ox ...]}: left of the image, inside and right of it. */
    private static void gatherRow(Geometry g, float[] x, int row, int first, int ox, int end, float[] to, int at) {
        int sw = g.layer().sw();
        int from = Math.max(ox, Math.min(end, ceilDiv(-first, sw)));
        int till = Math.max(from, Math.min(end, ceilDiv(g.iw() - first, sw)));
        gatherBorder(g, x, row, first, ox, from, to, at);
        if (sw == 1 && from < till) {
            System.arraycopy(x, row + first + from, to, at + from, till - from);
        } else {
            for (int i = from; i < till; i++) {
                to[at + i] = x[row + first + i * sw];
            }
        }
        gatherBorder(g, x, row, first, till, end, to, at);
    }

    private static void gatherBorder(Geometry g, float[] x, int row, int first, int ox, int end, float[] to, int at) {
        for (int i = ox; i < end; i++) {
            int ix = PaddingMap.source(
                    g.layer().padding().widthMode(),
                    g.iw(),
                    first + i * g.layer().sw());
            to[at + i] = ix == ZERO ? 0 : x[row + ix];
        }
    }

    /** At least 0; a stride may be as large as an int. */
    private static int ceilDiv(int a, int b) {
        return a <= 0 ? 0 : (a - 1) / b + 1;
    }
}
