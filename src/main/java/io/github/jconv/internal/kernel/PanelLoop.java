package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * The loops around the micro-kernel, for pointwise and general convolutions: for each tile of pixels, gather its panel
 * once and run it against every tile of channels.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a pixel tile. Output pixels of a plane are one run of
 * {@code oh * ow}, so tiles go on from row to row and only the plane's last tile is not full. A tile that is not full,
 * in pixels or channels, is computed into scratch and its valid part copied.
 */
final class PanelLoop {
    /** A panel stays in the L2 cache; more taps are taken block by block, the partial sums kept in the output. */
    private static final int PANEL_FLOATS = 48 * 1024;

    private PanelLoop() {}

    static boolean accepts(Geometry g, Platform platform) {
        return platform.vectors()
                && WeightPacker.fits(g.layer(), MicroKernels.tile(platform).channels())
                && PlaneLayout.fits(g, g.layer().inChannels())
                && edgeFloats(g, platform) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Platform platform) {
        Tile tile = MicroKernels.tile(platform);
        int pitch = tile.vectors() * platform.lanes();
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.channels());
        int pixelTiles = (g.outPlane() + pitch - 1) / pitch;
        int panel = blockTaps(g.layer(), pitch) * pitch + platform.lanes();
        return new Layout(
                tile, channelTiles, pixelTiles, true, PlaneLayout.of(g), panel + (int) edgeFloats(g, platform));
    }

    private static int blockTaps(LayerSpec layer, int pitch) {
        return Math.min(layer.taps(), PANEL_FLOATS / pitch);
    }

    /** Room for one pixel tile of every channel. */
    private static double edgeFloats(Geometry g, Platform platform) {
        Tile tile = MicroKernels.tile(platform);
        return (double) g.layer().groups() * WeightPacker.tiles(g.layer(), tile.channels()) * tile.channels()
                * tile.vectors() * platform.lanes();
    }

    static void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        PlaneLayout planes = plan.layout().planes();
        int pitch = plan.tile().vectors() * plan.lanes();
        boolean oneRun = planes.rowStep() == g.ow();
        int width = oneRun ? g.outPlane() : g.ow();
        for (int p = p0; p < p1; p++) {
            int first = p * pitch;
            int valid = Math.min(pitch, g.outPlane() - first);
            int pieces = PanelPacker.cut(first, valid, width, planes.rowStep(), scratch.ints());
            pixelTile(plan, call, c0, c1, first, valid, pieces, scratch);
        }
    }

    private static void pixelTile(
            Plan plan, ImageCall call, int c0, int c1, int first, int valid, int pieces, Scratch scratch) {
        LayerSpec s = plan.geometry().layer();
        PlaneLayout planes = plan.layout().planes();
        int perGroup = WeightPacker.tiles(s, plan.tile().channels());
        int pitch = plan.tile().vectors() * plan.lanes();
        int block = blockTaps(s, pitch);
        float[] x = planes.staged() ? call.staged() : call.x();
        for (int c = c0; c < c1; ) {
            int group = c / perGroup;
            int end = Math.min(c1, (group + 1) * perGroup);
            int base = (planes.staged() ? 0 : call.xo()) + group * s.icg() * planes.planeFloats();
            for (int t0 = 0; t0 < s.taps(); t0 += block) {
                int t1 = Math.min(s.taps(), t0 + block);
                PanelPacker.pack(
                        x, base, planes.offsets(), t0, t1, scratch.ints(), pieces, scratch.floats(), 0, pitch);
                for (int tile = c; tile < end; tile++) {
                    channelTile(plan, call, tile, tile - c0, t0, t1, first, valid, scratch.floats());
                }
            }
            c = end;
        }
    }

    private static void channelTile(
            Plan plan, ImageCall call, int tile, int slot, int t0, int t1, int first, int valid, float[] scratch) {
        Geometry g = plan.geometry();
        LayerSpec s = g.layer();
        Tile shape = plan.tile();
        int m = shape.channels();
        int pitch = shape.vectors() * plan.lanes();
        int perGroup = WeightPacker.tiles(s, m);
        int inGroup = tile % perGroup * m;
        int oc = tile / perGroup * s.ocg() + inGroup;
        int channels = Math.min(m, s.ocg() - inGroup);
        float[] w = call.weights().packed(m);
        int wo = tile * WeightPacker.tileFloats(s, m);
        int bo = t0 == 0 ? wo : -1;
        int yo = call.yo() + oc * g.outPlane() + first;
        if (channels == m && valid == pitch) {
            MicroKernels.run(
                    shape, scratch, 0, pitch, t1 - t0, w, wo + (t0 + 1) * m, bo, call.y(), yo, g.outPlane());
            return;
        }
        int edge = blockTaps(s, pitch) * pitch + plan.lanes() + slot * m * pitch;
        MicroKernels.run(shape, scratch, 0, pitch, t1 - t0, w, wo + (t0 + 1) * m, bo, scratch, edge, pitch);
        if (t1 == s.taps()) {
            for (int i = 0; i < channels; i++) {
                System.arraycopy(scratch, edge + i * pitch, call.y(), yo + i * g.outPlane(), valid);
            }
        }
    }
}
