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
 * <p>For each output row it walks the taps in order and adds each to the whole row: every output still sees its taps in
 * the order ic, kh, kw, and the inner loop is one that C2 vectorises by itself. It reads the input in place; padding is
 * looked up index by index.
 */
final class ScalarKernel implements Kernel {
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
        return new Layout(Tile.SCALAR, LaneAxis.PIXELS, g.layer().outChannels(), g.oh(), false, null, null, 0);
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        for (int oc = c0; oc < c1; oc++) {
            for (int oy = p0; oy < p1; oy++) {
                row(g, call, oc, oy);
            }
        }
    }

    private static void row(Geometry g, ImageCall call, int oc, int oy) {
        LayerSpec s = g.layer();
        int yo = call.yo() + oc * g.outPlane() + oy * g.ow();
        Arrays.fill(call.y(), yo, yo + g.ow(), call.weights().bias()[oc]);
        float[] weights = call.weights().oihw();
        int tap = oc * s.taps();
        int firstPlane = oc / s.ocg() * s.icg();
        for (int ic = 0; ic < s.icg(); ic++) {
            int plane = call.xo() + (firstPlane + ic) * g.inPlane();
            for (int kh = 0; kh < s.kh(); kh++) {
                int iy = PaddingMap.source(s.mode(), g.ih(), oy * s.sh() + kh * s.dh() - g.padTop());
                for (int kw = 0; kw < s.kw(); kw++) {
                    float w = weights[tap++];
                    if (iy == ZERO) {
                        addZero(w, call.y(), yo, 0, g.ow());
                    } else {
                        addTap(g, w, kw, call.x(), plane + iy * g.iw(), call.y(), yo);
                    }
                }
            }
        }
    }

    /** Adds one tap to a row of outputs: those left of the image, inside and right of it. */
    private static void addTap(Geometry g, float w, int kw, float[] x, int row, float[] y, int yo) {
        int sw = g.layer().sw();
        int first = kw * g.layer().dw() - g.padLeft();
        int from = Math.min(g.ow(), ceilDiv(-first, sw));
        int to = Math.max(from, Math.min(g.ow(), ceilDiv(g.iw() - first, sw)));
        addBorder(g, w, first, x, row, y, yo, 0, from);
        if (sw == 1) {
            for (int ox = from; ox < to; ox++) {
                y[yo + ox] = Fma.fma(w, x[row + first + ox], y[yo + ox]);
            }
        } else {
            for (int ox = from; ox < to; ox++) {
                y[yo + ox] = Fma.fma(w, x[row + first + ox * sw], y[yo + ox]);
            }
        }
        addBorder(g, w, first, x, row, y, yo, to, g.ow());
    }

    private static void addBorder(
            Geometry g, float w, int first, float[] x, int row, float[] y, int yo, int from, int to) {
        for (int ox = from; ox < to; ox++) {
            int ix = PaddingMap.source(
                    g.layer().mode(), g.iw(), first + ox * g.layer().sw());
            y[yo + ox] = Fma.fma(w, ix == ZERO ? 0 : x[row + ix], y[yo + ox]);
        }
    }

    /** A tap in the padding still counts: a weight that is not finite makes NaN of it. */
    private static void addZero(float w, float[] y, int yo, int from, int to) {
        for (int ox = from; ox < to; ox++) {
            y[yo + ox] = Fma.fma(w, 0, y[yo + ox]);
        }
    }

    /** At least 0; a stride may be as large as an int. */
    private static int ceilDiv(int a, int b) {
        return a <= 0 ? 0 : (a - 1) / b + 1;
    }
}
