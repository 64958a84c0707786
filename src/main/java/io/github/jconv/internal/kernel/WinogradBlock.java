// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * How {@link WinogradChannelSlice} cuts the tiles of an image: rows of tiles into segments, its units, of which some that
 * follow each other are a block; and where a unit's tiles and outputs lie.
 */
final class WinogradBlock {
    /** Output pixels of a segment's row at most: with more, outputs that are turned would leave the cache. */
    private static final int MOST_SEGMENT = 224;

    /** The part of the FMA peak that the tiles reach; 8x2 loads more vectors a multiply-add. */
    private static final double EFFICIENCY = 0.97;

    private static final double EFFICIENCY_8X2 = 0.94;

    /** Floats of transformed input that stay in the L2 cache beside weights and sums. */
    private static final int INPUT_FLOATS = 1 << 17;

    /** Floats of transformed weights beyond which they come from memory. */
    private static final int FAR_WEIGHTS = 6 << 20;

    /** Sums of a block that stay in the L2 cache, and channel tiles of which they are at most. */
    private static final int SUMS_FLOATS = 288 * 1024;

    private static final int MOST_CHANNEL_TILES = 4;

    /** Tiles of a block at most where they do. */
    private static final int MOST_TILES = 112;

    /** The time of reading such weights once, in that of a unit's multiplications: an estimate. */
    private static final double FAR_COST = 0.5;

    /** The time of a block whose transformed input is larger than the L2 cache. */
    private static final double BEYOND_L2 = 1.05;

    /** Transforming a channel of a tile, in the time of its products with one output channel: an estimate. */
    private static final double INPUT_COST = 12;

    /** Reading a weight from beyond the L2 cache, in the time of its products with one tile: an estimate. */
    private static final double WEIGHT_COST = 20;

    /** Floats of transformed weights that stay in the L2 cache. */
    private static final int NEAR_WEIGHTS = 1 << 18;

    /** What lanes along pixels cost beside lanes along channels for the same multiplications: gathering, and tiles of fewer registers. */
    private static final double PIXELS_COST = 1.2;

    /** Slices a thread at most, and the part of the time that one more is worth: a core that is busy elsewhere takes fewer. */
    private static final int SLICES_PER_THREAD = 8;

    private static final double SPREADING = 0.005;

    private final Geometry g;
    private final Tile tile;
    private final int out;
    private final int dw;
    private final int tilesWide;
    private final int segment;
    private final int segments;
    private final int width;
    private final int lastTiles;
    private final int lastFull;
    private final int units;
    private final Streams streams;
    private final TapList taps;
    private final WinogradScratch scratch;

    /** For a register tile. */
    WinogradBlock(Geometry g, Tile tile, int lanes) {
        LayerSpec s = g.layer();
        this.g = g;
        this.tile = tile;
        out = WinogradKernel.out(s);
        dw = s.dw();
        tilesWide = WinogradKernel.tilesWide(g);
        int ofPhase = WinogradKernel.tilesOfPhase(g);
        segment = Units.of(ofPhase, Units.of(ofPhase, Math.max(1, MOST_SEGMENT / (out * dw))));
        segments = Units.of(ofPhase, segment);
        width = Math.min(segment * dw, tilesWide);
        lastTiles = ofPhase - (segments - 1) * segment;
        lastFull = tilesWide - (ofPhase - 1) * dw;
        units = units();
        int wide = tile.vectors() * lanes;
        streams = new Streams(wide, tile.equals(RowKernels.TILE_7X4) && !isFar() ? wide : wide / 2, 1);
        taps = TapList.all(TapList.steps(s.icg(), tiles()), tile, streams, false);
        scratch = new WinogradScratch(g, this, lanes);
    }

    /** With the register tile of the least estimated cycles. */
    static WinogradBlock of(Geometry g, Platform platform) {
        WinogradBlock best = null;
        double least = Double.MAX_VALUE;
        for (Tile tile : RowKernels.IMAGE_TILES) {
            WinogradBlock block = new WinogradBlock(g, tile, platform.lanes());
            double cycles = block.cycles(platform);
            if (cycles < least) {
                least = cycles;
                best = block;
            }
        }
        return best;
    }

    /** The segments of a block of the least estimated time. */
    private int units() {
        boolean far = isFar();
        int near =
                Math.max(1, INPUT_FLOATS / (WinogradKernel.ELEMENTS * g.layer().icg()) / width);
        int most = Math.max(far ? MOST_TILES / width : 1, 2 * near);
        int best = 1;
        double least = Double.MAX_VALUE;
        for (int i = 1; i <= Math.min(most, pixelUnits()); i++) {
            double cost = calls(pixelUnits(), i) * (far ? 1 + FAR_COST / i : i > near ? BEYOND_L2 : 1);
            if (cost <= least) {
                least = cost;
                best = i;
            }
        }
        return best;
    }

    private boolean isFar() {
        return (double) WinogradKernel.ELEMENTS * g.layer().icg() * g.layer().outChannels() > FAR_WEIGHTS;
    }

    /** Calls of the micro-kernel for {@code all} segments in blocks of {@code together}, by their time. */
    private double calls(int all, int together) {
        return all / together * parts(together * width) + parts(all % together * width);
    }

    private double parts(int tiles) {
        return groups(tiles) - (last(tiles) < tile.broadcasts() ? 1 - Runs.PART_OF_8 : 0);
    }

    /** Where a slice's arrays lie. */
    WinogradScratch scratch() {
        return scratch;
    }

    /** Calls for so many tiles. */
    int groups(int tiles) {
        return Units.of(tiles, tile.broadcasts());
    }

    /** The first tile of a call: the last call's overlap those before. */
    int first(int group, int tiles) {
        return Math.max(0, Math.min(group * tile.broadcasts(), tiles - last(tiles)));
    }

    /** Tiles of the last call for so many. */
    int last(int tiles) {
        return Runs.last(tiles, tile.broadcasts());
    }

    /** Whether lanes along channels cost less than along pixels; idle lanes included. */
    boolean pays(Platform platform) {
        int lanes = platform.lanes();
        Tile other = MicroKernels.TILE_8X2;
        double vectors = (double) Units.of(WinogradKernel.tiles(g), other.vectors() * lanes) * other.vectors();
        double channels = (double) Units.of(g.layer().outChannels(), other.broadcasts()) * other.broadcasts();
        return cycles(platform) < PIXELS_COST * vectors * channels;
    }

    /** Estimated cycles of a channel of one element's matrix. */
    double cycles(Platform platform) {
        double efficiency = tile.equals(RowKernels.TILE_8X2) ? EFFICIENCY_8X2 : EFFICIENCY;
        if (tile.equals(RowKernels.TILE_7X4) && TileChoice.twoFmas(platform)) {
            efficiency = TileChoice.EFFICIENCY_7X4_2;
        }
        int channelTiles = Units.of(g.layer().outChannels(), tile.vectors() * platform.lanes());
        return calls(pixelUnits(), units) * channelTiles * tile.broadcasts() * tile.vectors() / efficiency;
    }

    /** The cut of the least estimated time: what cuts cost is another transform of the input, or another reading of the weights. */
    Slices slices(int lanes, int threads) {
        LayerSpec s = g.layer();
        int channelUnits = Units.of(s.outChannels(), tile.vectors() * lanes);
        int pixelUnits = pixelUnits();
        boolean near = (double) WinogradKernel.ELEMENTS * s.icg() * s.outChannels() <= NEAR_WEIGHTS;
        Slices best = null;
        double least = Double.MAX_VALUE;
        for (int c = 1; c <= Math.min(threads, channelUnits); c++) {
            double channels = (double) Units.of(channelUnits, c) * tile.vectors() * lanes;
            for (int i = 1; i <= SLICES_PER_THREAD; i++) {
                int p = (int) Math.min(pixelUnits, (long) i * Units.of(threads, c));
                int inSlice = Units.of(pixelUnits, p);
                double products = calls(inSlice, units) * tile.broadcasts() * channels;
                double transforms = INPUT_COST * inSlice * width;
                double readings = near ? 0 : WEIGHT_COST * channels * Units.of(inSlice, units);
                double rounds = Math.ceil((double) c * p / threads);
                double time = rounds * (products + transforms + readings) * (1 - SPREADING * i);
                if (time < least) {
                    least = time;
                    best = new Slices(c, p);
                }
            }
        }
        return best;
    }

    /** The register tile it is made for. */
    Tile tile() {
        return tile;
    }

    /** Tiles of a segment's first phase, at most. */
    int segment() {
        return segment;
    }

    /** Segments of a row of tiles. */
    int segments() {
        return segments;
    }

    /** Segments of an image. */
    int pixelUnits() {
        return WinogradKernel.tilesHigh(g) * segments;
    }

    /** Segments of a block. */
    int blockUnits() {
        return units;
    }

    /** A tap for each input channel, whose tiles lie side by side in a block. */
    TapList taps() {
        return taps;
    }

    /** Channel tiles whose products with a matrix follow each other, so that it is read from beyond the L2 cache once for them. */
    int channelTiles() {
        int floats = groups(tiles()) * WinogradKernel.ELEMENTS * WinogradTransforms.SUMS_STEP;
        return Math.max(1, Math.min(MOST_CHANNEL_TILES, SUMS_FLOATS / floats));
    }

    /** Those of the weights: each half of a tile's channels is one, of 7x4 where they are far. */
    Streams streams() {
        return streams;
    }

    /** Tiles of a block at most. */
    int tiles() {
        return units * width;
    }

    /** Tiles of the plane before a unit. */
    int tilesBefore(int unit) {
        return unit / segments * tilesWide + unit % segments * segment * dw;
    }

    int tilesOf(int unit) {
        return tilesBefore(unit, dw);
    }

    /** Tiles of a unit's first phases: of the last segment's phases the last ones may have a tile less. */
    int tilesBefore(int unit, int phases) {
        boolean last = (unit + 1) % segments == 0;
        return last ? phases * (lastTiles - 1) + Math.min(phases, lastFull) : phases * segment;
    }

    /** Output rows of a unit: every {@code dh}-th from {@link #firstRow} on. */
    int rows(int unit) {
        return Math.min(out, Units.of(g.oh() - firstRow(unit), g.layer().dh()));
    }

    int firstRow(int unit) {
        return WinogradKernel.first(unit / segments, out, g.layer().dh());
    }

    /** Output columns of a unit, of all phases, from {@link #firstColumn} on. */
    int columns(int unit) {
        return Math.min(out * dw * segment, g.ow() - firstColumn(unit));
    }

    int firstColumn(int unit) {
        return unit % segments * segment * out * dw;
    }
}
