// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Accuracy;
import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * Winograd's F(4x4, 3x3) and F(2x2, 5x5): kernels of 3x3 and 5x5 of stride 1 with 36 multiplications for 144 and 100, for
 * layers that ask for {@link Accuracy#FAST}.
 *
 * <p>An input tile of 6x6 gives an output tile of 4x4 or 2x2. With a dilation the tile has every {@code dh}-th row and every
 * {@code dw}-th column, so tiles of as many phases of rows and of columns lie one in the other. To the other layers of the
 * code that is the window of a kernel of 6 dh by 6 dw, its strides 4 or 2 times the dilation, on a <em>tiled geometry</em>
 * whose output pixels are a tile of each phase: planes are laid out and staged as any. {@link WinogradSlice} does the rest
 * with lanes along image tiles, {@link WinogradChannelSlice} with lanes along output channels.
 *
 * <p>Which layers it takes depends on their numbers alone, but for those that hardly fit an array, and a tile's
 * arithmetic not on its neighbours: FAST gives the same bits on every machine that has vectors.
 */
final class WinogradKernel implements Kernel {
    /** Elements of a transformed tile: as many products replace 144 or 100. */
    static final int ELEMENTS = WinogradTransforms.IN * WinogradTransforms.IN;

    /**
     * Cost of the input transform of a tile of one channel, of 3x3 and of 5x5, in products: where two multiply-adds of 512 bits
     * begin a cycle, and products cost half as much as elsewhere.
     */
    private static final double INPUT_COST = 1000;

    private static final double INPUT_COST_5X5 = 500;

    /** The same of a row of tiles: short rows leave lanes idle. */
    private static final double INPUT_ROW_COST = 8000;

    /** The same of each phase of a row, where columns are dilated. */
    private static final double INPUT_PHASE_COST = 5000;

    /** The same of staging a float of such columns, one by one. */
    private static final double STAGE_COST = 20;

    /** The same of the output transform, with the calls of the micro-kernel. */
    private static final double OUTPUT_COST = 800;

    /** The same of planes that the L2 cache does not hold, {@link #FAR_FLOATS} and more of inputs and outputs. */
    private static final double FAR_OUTPUT_COST = 1400;

    private static final double FAR_FLOATS = 600_000;

    /** The same of storing an output of such columns, with lanes along tiles one by one. */
    private static final double STORE_COST = 32;

    /** Tiles that a last vector tile is reckoned to be filled up to, and those that the first is. */
    private static final int TILES_TOGETHER = 4;

    private static final int LEAST_TILES = 12;

    /** Beyond it phases of most images have no more than a tile or two; {@link WinogradChannelSlice#CHUNK} has room for 16. */
    private static final int MOST_DILATION = 12;

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
        return platform.vectors()
                && s.accuracy() == Accuracy.FAST
                && s.kh() == s.kw()
                && (s.kh() == 3 || s.kh() == 5)
                && s.sh() == 1
                && s.sw() == 1
                && s.dh() <= MOST_DILATION
                && s.dw() <= MOST_DILATION
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
        double input = s.kh() == 3 ? INPUT_COST : INPUT_COST_5X5;
        double output = (double) g.inImage() + g.outImage() < FAR_FLOATS ? OUTPUT_COST : FAR_OUTPUT_COST;
        double row = INPUT_ROW_COST;
        if (s.dw() > 1) {
            double staged = (double) g.paddedHeight() * g.paddedWidth();
            row = s.dw() * INPUT_PHASE_COST + STAGE_COST * staged / tilesHigh(g);
            output += STORE_COST * out(s) * out(s);
        }
        input += row / tilesWide(g);
        double cost = tiles * (products + input * s.inChannels() + output * s.outChannels());
        return cost < WORTHWHILE * exactCost(g);
    }

    /** Products of exact kernels. */
    private static double exactCost(Geometry g) {
        LayerSpec s = g.layer();
        double rows = taps(s.padding().heightMode(), g.oh(), s.kh(), s.dh(), g.padTop(), g.ih());
        double columns = taps(s.padding().widthMode(), g.ow(), s.kw(), s.dw(), g.padLeft(), g.iw());
        return rows * columns * s.inChannels() * s.outChannels();
    }

    /** Taps of an axis; dilated kernels leave out those in padding of zeros. */
    private static double taps(PaddingMode mode, int outputs, int taps, int dilation, int before, int size) {
        if (dilation == 1 || mode != PaddingMode.ZEROS) {
            return (double) outputs * taps;
        }
        double inside = 0;
        for (int t = 0; t < taps; t++) {
            int first = before - t * dilation;
            inside += Math.max(0, Math.min(outputs, (double) first + size) - Math.max(0, first));
        }
        return inside;
    }

    /** Rows and columns of an output tile. */
    static int out(LayerSpec s) {
        return WinogradTransforms.IN + 1 - s.kh();
    }

    /** Rows of output tiles: row {@code r} begins with output row {@link #first}. */
    static int tilesHigh(Geometry g) {
        return tiles(g.oh(), out(g.layer()), g.layer().dh());
    }

    /** Output tiles of a row, of all phases. */
    static int tilesWide(Geometry g) {
        return tiles(g.ow(), out(g.layer()), g.layer().dw());
    }

    /** Output tiles of a row's first phase; the last phases may have one less. */
    static int tilesOfPhase(Geometry g) {
        return Units.of(g.ow(), out(g.layer()) * g.layer().dw());
    }

    /** Tiles along an axis: the first of each phase, the second of each, and so on. */
    private static int tiles(int outputs, int out, int dilation) {
        int span = out * dilation;
        return outputs / span * dilation + Math.min(outputs % span, dilation);
    }

    /** The first output row of a row of tiles. */
    static int first(int row, int out, int dilation) {
        return row / dilation * out * dilation + row % dilation;
    }

    /** Output tiles of an image. */
    static int tiles(Geometry g) {
        return tilesHigh(g) * tilesWide(g);
    }

    /** The geometry whose windows are input tiles and whose output pixels are a tile of each phase. */
    static Geometry tiled(Geometry g) {
        LayerSpec s = g.layer();
        // A group a channel: its taps are those of one plane.
        return tiled(g, s.inChannels(), Units.of(g.oh(), out(s) * s.dh()), Units.of(g.ow(), out(s) * s.dw()));
    }

    private static Geometry tiled(Geometry g, int groups, int oh, int ow) {
        LayerSpec s = g.layer();
        LayerSpec tiled = new LayerSpec(
                s.inChannels(),
                s.outChannels(),
                WinogradTransforms.IN * s.dh(),
                WinogradTransforms.IN * s.dw(),
                out(s) * s.dh(),
                out(s) * s.dw(),
                s.padding(),
                1,
                1,
                groups,
                s.accuracy());
        return new Geometry(tiled, g.n(), g.ih(), g.iw(), oh, ow, g.padTop(), g.padBottom(), g.padLeft(), g.padRight());
    }

    /** The register tile for lanes along pixels. */
    private static Tile tile(Geometry g, Platform platform) {
        return TileChoice.alongPixels(
                tiled(g, 1, tilesHigh(g), tilesWide(g)), g.layer().icg(), platform);
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        int lanes = platform.lanes();
        if (platform.registers() >= 32) {
            WinogradBlock block = WinogradBlock.of(g, platform);
            if (block.pays(platform) && WinogradChannelSlice.fits(g, block, lanes)) {
                return WinogradChannelSlice.layout(g, block, lanes);
            }
        }
        return WinogradSlice.layout(g, tile(g, platform), lanes);
    }

    @Override
    public Slices slices(Geometry g, Layout layout, int lanes, int threads) {
        return layout.winograd() == null ? null : layout.winograd().slices(lanes, threads);
    }

    @Override
    public long packedFloats(Plan plan) {
        Tile tile = plan.tile();
        int channels = plan.layout().axis() == LaneAxis.CHANNELS ? tile.vectors() * plan.lanes() : tile.broadcasts();
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

    /**
     * Stores outputs of a channel, {@code step} pixels apart; with a residual they are sums, and what follows is done
     * here.
     */
    static void store(ImageCall call, Geometry g, int channel, int pixel, int step, int pixels, float[] from, int at) {
        if (call.residual() == null) {
            call.store(g, channel, pixel, step, pixels, from, at);
            return;
        }
        int to = call.yo() + channel * g.outPlane() + pixel;
        if (step == 1) {
            VectorEpilogue.run(call, from, at, 0, to, 0, 1, pixels);
        } else {
            Epilogue.run(call, from, at, 1, to, step, pixels, 1);
        }
    }
}
