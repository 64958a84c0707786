// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Accuracy;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * Winograd's F(4x4, 3x3): dense 3x3 kernels of stride 1 with a quarter of the multiplications, for layers that ask for
 * {@link Accuracy#FAST}.
 *
 * <p>An input tile of 6x6 gives an output tile of 4x4. To the other layers of the code that is the window of a 6x6
 * kernel of stride 4, on a <em>tiled geometry</em> whose output pixels are tiles: planes are laid out and staged as any.
 * {@link WinogradSlice} does the rest with lanes along image tiles, {@link WinogradChannelSlice} with lanes along output
 * channels.
 *
 * <p>Which layers it takes depends on their numbers alone, but for those that hardly fit an array, and a tile's
 * arithmetic not on its neighbours: FAST gives the same bits on every machine that has vectors.
 */
final class WinogradKernel implements Kernel {
    /** Elements of a transformed tile: as many products replace 144. */
    static final int ELEMENTS = WinogradTransforms.IN * WinogradTransforms.IN;

    /** Cost of the input transform of a tile of one channel, in products. */
    private static final double INPUT_COST = 400;

    /** The same of a row of tiles: short rows leave lanes idle. */
    private static final double INPUT_ROW_COST = 6700;

    /** The same of the output transform, with the calls of the micro-kernel. */
    private static final double OUTPUT_COST = 500;

    /** Tiles that a last vector tile is reckoned to be filled up to, and those that the first is. */
    private static final int TILES_TOGETHER = 4;

    private static final int LEAST_TILES = 12;

    /** The part of an exact layer's cost that is worth other bits. */
    private static final double WORTHWHILE = 0.84;

    @Override
    public String name() {
        return "winograd";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public boolean accepts(Geometry g, Platform platform) {
        LayerSpec s = g.layer();
        boolean dense3x3 = s.kh() == 3 && s.kw() == 3 && s.dh() == 1 && s.dw() == 1 && s.sh() == 1 && s.sw() == 1;
        return platform.vectors()
                && s.accuracy() == Accuracy.FAST
                && dense3x3
                && s.groups() == 1
                && worthwhile(g)
                && PlaneLayout.fits(tiled(g))
                && WinogradSlice.fits(g, tile(g, platform), platform.lanes());
    }

    /** Whether the products saved are more than transforms and tiles that are not full cost. */
    private static boolean worthwhile(Geometry g) {
        LayerSpec s = g.layer();
        double tiles = Math.max(LEAST_TILES, Math.ceil((double) tiles(g) / TILES_TOGETHER) * TILES_TOGETHER);
        double products = ELEMENTS * (double) s.inChannels() * s.outChannels();
        double input = INPUT_COST + INPUT_ROW_COST / tilesWide(g);
        double cost = tiles * (products + input * s.inChannels() + OUTPUT_COST * s.outChannels());
        return cost < WORTHWHILE * g.imageMultiplyAdds();
    }

    /** Rows of output tiles. */
    static int tilesHigh(Geometry g) {
        return Units.of(g.oh(), WinogradTransforms.OUT);
    }

    /** Output tiles of a row. */
    static int tilesWide(Geometry g) {
        return Units.of(g.ow(), WinogradTransforms.OUT);
    }

    /** Output tiles of an image. */
    static int tiles(Geometry g) {
        return tilesHigh(g) * tilesWide(g);
    }

    /** The geometry whose windows are input tiles and whose output pixels are tiles. */
    static Geometry tiled(Geometry g) {
        LayerSpec s = g.layer();
        int in = WinogradTransforms.IN;
        int out = WinogradTransforms.OUT;
        LayerSpec tiled =
                new LayerSpec(s.inChannels(), s.outChannels(), in, in, out, out, s.padding(), 1, 1, 1, s.accuracy());
        return new Geometry(
                tiled,
                g.n(),
                g.ih(),
                g.iw(),
                tilesHigh(g),
                tilesWide(g),
                g.padTop(),
                g.padBottom(),
                g.padLeft(),
                g.padRight());
    }

    /** The register tile for lanes along pixels. */
    private static Tile tile(Geometry g, Platform platform) {
        return TileChoice.alongPixels(tiled(g), g.layer().icg(), platform);
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        int lanes = platform.lanes();
        if (platform.registers() >= 32) {
            WinogradBlock block = WinogradBlock.of(g, lanes);
            if (WinogradChannelSlice.pays(g, block, lanes)) {
                return WinogradChannelSlice.layout(g, block, lanes);
            }
        }
        return WinogradSlice.layout(g, tile(g, platform), lanes);
    }

    @Override
    public Slices slices(Geometry g, Layout layout, int lanes, int threads) {
        return layout.winograd() == null ? null : layout.winograd().slices(g, lanes, threads);
    }

    @Override
    public long packedFloats(Plan plan) {
        Tile tile = plan.tile();
        int channels = plan.layout().axis() == LaneAxis.CHANNELS ? tile.vectors() * plan.lanes() : tile.channels();
        return WinogradWeights.floats(plan.geometry().layer(), channels);
    }

    @Override
    public void stage(Plan plan, ImageCall call, int from, int to) {
        PlanePacker.planes(plan, call, from, to);
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        if (plan.layout().axis() == LaneAxis.CHANNELS) {
            scratch.winogradChannels().compute(plan, call, c0, c1, p0, p1);
        } else {
            scratch.winograd().compute(plan, call, c0, c1, p0, p1);
        }
    }

    /** Stores a run of outputs of a channel; with a residual they are sums, and what follows is done here. */
    static void store(ImageCall call, Geometry g, int channel, int pixel, int pixels, float[] from, int at) {
        if (call.residual() == null) {
            call.store(g, channel, pixel, pixels, from, at);
        } else {
            VectorEpilogue.run(call, from, at, 0, call.yo() + channel * g.outPlane() + pixel, 0, 1, pixels);
        }
    }
}
