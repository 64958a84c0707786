// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import java.util.ArrayList;
import java.util.List;

/**
 * A register tile and the axis its lanes run along: the pair of the least estimated cycles.
 *
 * <p>A tile that reaches over the end of the channels or pixels computes what nobody wants, so the best one depends on
 * their numbers. The constants were measured on one core, with AVX-512 and one FMA a cycle and, for 16 registers, with AVX2
 * and two; only their ratios count.
 */
final class TileChoice {
    /** Floats of an input whose panels are gathered beside multiply-adds: of more too much comes from beyond the L2 cache. */
    private static final int FUSED_FLOATS = 512 * 1024;

    /** The part of the FMA peak that the micro-kernels reach. */
    private static final double EFFICIENCY = 0.97;

    /** The same of the 7x4 tile: short runs of pixels, and twice the weights a turn. */
    private static final double EFFICIENCY_7X4 = 0.95;

    /** The same where two FMAs begin a cycle: the weights do not come so fast. */
    static final double EFFICIENCY_7X4_2 = 0.79;

    /** The same of 8x2 along rows, whose weights serve 8 pixels. */
    private static final double EFFICIENCY_ROWS_8X2 = 0.94;

    /** The same where two FMAs begin a cycle. */
    private static final double EFFICIENCY_ROWS_8X2_2 = 0.89;

    /** The same of the 3x3 tile, which has more loads beside its multiply-adds. */
    private static final double EFFICIENCY_3X3 = 0.9;

    /** The same of the 4x2 tile, whose 8 accumulators just hide the latency of two FMAs a cycle. */
    private static final double EFFICIENCY_4X2 = 0.87;

    /** The same with 32 registers, where weights for two vectors are read from the L2 cache for four pixels. */
    private static final double EFFICIENCY_FAR_4X2 = 0.78;

    /** Taps whose weights for two vectors stay in the L1 cache. */
    private static final int NEAR_TAPS = 192;

    /** Weights beyond which reading them for four pixels at a time takes too long, but where pixels are few. */
    private static final int WEIGHTS_4X2 = 3 << 20;

    private static final int PIXELS_4X2 = 12;

    /** The same of the 1x8 tile, which loads a vector a multiply-add. */
    private static final double EFFICIENCY_1X8 = 0.5;

    /** What lanes along channels reach of that: each vector of weights, from the L2 cache, serves few pixels. */
    private static final double EFFICIENCY_CHANNELS = 0.95;

    /** What pairs of rows reach of the peak. */
    private static final double EFFICIENCY_PAIRS = 0.94;

    /** What runs of pixels reach of their part where what a tile reads does not stay in L1: it comes in pieces of some lines. */
    private static final double EFFICIENCY_FAR_RUNS = 0.9;

    /** The same of 3x4, which reads most for its multiply-adds. */
    private static final double EFFICIENCY_FAR_3X4 = 0.78;

    /** Floats that stay there. */
    private static final int RUNS_FLOATS = 4 * 1024;

    /**
     * Part of their time that lanes along pixels with 16 registers wait for each weight beyond {@link ChannelLanes#LARGE_WEIGHTS}.
     * A reading of the weights serves few pixels there.
     */
    private static final double FAR_WEIGHT = 6e-8;

    /** The part of its speed that a tile of rows keeps of 1x1 over planes of so many pixels, where two FMAs begin a cycle. */
    private static final double EFFICIENCY_PAGES_2 = 0.95;

    private static final int MANY_PIXELS_2 = 700;

    /** Cycles of a call of the micro-kernel, its accumulators loaded and stored. */
    private static final double CALL_CYCLES = 60;

    /** Cycles of a call of a run's micro-kernel: it stores its accumulators where they belong. */
    private static final double RUN_CYCLES = 40;

    /** The same where two FMAs begin a cycle. */
    private static final double RUN_CYCLES_2 = 80;

    /** More of them for 1x1, where each channel's few pixels lie in another page, and next to nothing is read from each. */
    private static final double PAGES_CYCLES = 50;

    /** Floats of a page of memory. */
    private static final int PAGE_FLOATS = 1024;

    /** Cycles to turn one float of a tile of channels to NCHW. */
    static final double TURN_CYCLES = 1.05;

    /** Cycles to copy one float of a tile that is not full out of scratch. */
    private static final double EDGE_CYCLES = 1;

    private final Tile tile;
    private final LaneAxis axis;

    TileChoice(Tile tile, LaneAxis axis) {
        this.tile = tile;
        this.axis = axis;
    }

    Tile tile() {
        return tile;
    }

    LaneAxis axis() {
        return axis;
    }

    /** The choice for a platform with vectors; null if nothing fits. */
    static TileChoice of(Geometry g, Platform platform) {
        TileChoice best = null;
        double least = Double.MAX_VALUE;
        for (TileChoice choice : choices(g, platform)) {
            double cycles = choice.cycles(g, g.layer().taps(), platform);
            if (cycles < least) {
                least = cycles;
                best = choice;
            }
        }
        return best;
    }

    private static List<TileChoice> choices(Geometry g, Platform platform) {
        List<TileChoice> choices = new ArrayList<>();
        for (Tile tile : MicroKernels.tiles(platform)) {
            choices.add(new TileChoice(tile, LaneAxis.PIXELS));
            choices.add(new TileChoice(tile, LaneAxis.CHANNELS));
        }
        for (Tile tile : RowKernels.tiles(platform)) {
            choices.add(new TileChoice(tile, LaneAxis.ROWS));
        }
        for (Tile tile : RowEnds.tiles(platform)) {
            choices.add(new TileChoice(tile, LaneAxis.IMAGE_ROWS));
        }
        for (Tile tile : RunTiles.tiles(platform)) {
            choices.add(new TileChoice(tile, LaneAxis.RUNS));
        }
        if (platform.registers() >= 32) {
            if ((long) g.layer().ocg() * g.layer().taps() <= WEIGHTS_4X2 || g.outPlane() <= PIXELS_4X2) {
                choices.add(new TileChoice(RowKernels.TILE_4X2, LaneAxis.ROWS));
                choices.add(new TileChoice(RowKernels.TILE_4X2, LaneAxis.CHANNELS));
            }
            choices.add(new TileChoice(RunTiles.PAIR, LaneAxis.PAIRS));
        }
        // Where a channel's pixels are a page or more, prefetchers want more of them at a time.
        boolean near = g.outPlane() < PAGE_FLOATS && g.layer().icg() <= FUSED_FLOATS / g.outPlane();
        if (twoFmas(platform) && near) {
            choices.add(new TileChoice(MicroKernels.TILE_8X2, LaneAxis.FUSED));
        }
        if (platform.registers() >= 32 && Region.cut(g).size() > 1) {
            choices.add(new TileChoice(RegionBlocks.TILE, LaneAxis.REGIONS));
        }
        choices.removeIf(choice -> !TapKernel.fits(g, choice.tile(), choice.axis(), platform.lanes()));
        return choices;
    }

    /** The tile for lanes along pixels, of a matrix product of {@code taps} terms. */
    static Tile alongPixels(Geometry g, int taps, Platform platform) {
        Tile best = null;
        double least = Double.MAX_VALUE;
        for (Tile tile : MicroKernels.tiles(platform)) {
            double cycles = new TileChoice(tile, LaneAxis.PIXELS).cycles(g, taps, platform);
            if (cycles < least) {
                least = cycles;
                best = tile;
            }
        }
        return best;
    }

    /** Estimated cycles of a group of one image. */
    double cycles(Geometry g, int taps, Platform platform) {
        boolean registers32 = platform.registers() >= 32;
        int wide = tile.vectors() * platform.lanes();
        int narrow = tile.broadcasts();
        int ocg = g.layer().ocg();
        if (axis == LaneAxis.REGIONS) {
            return RegionBlocks.cycles(g, platform);
        }
        if (axis == LaneAxis.PAIRS || axis == LaneAxis.RUNS) {
            return Units.of(ocg, narrow) * runCycles(g, taps, platform);
        }
        // Of planes of a pixel or two the weights are all the time.
        double share = 1;
        if (axis.alongRows() && narrow > 1) {
            share = RowTaps.share(g, RowLanes.runs(g, tile, axis));
        } else if (axis == LaneAxis.CHANNELS && ChannelLanes.leavesTapsOut(g, tile)) {
            share = RowTaps.share(g, Runs.rows(g));
        }
        if (axis == LaneAxis.IMAGE_ROWS) {
            share *= RowEnds.share(g);
        }
        if (axis == LaneAxis.ROWS && twoFmas(platform) && RunTiles.isOneRun(g) && g.outPlane() >= MANY_PIXELS_2) {
            share /= EFFICIENCY_PAGES_2;
        }
        double fmas = share * taps * narrow * tile.vectors();
        double run = CALL_CYCLES + fmas / (platform.fmas() * efficiency(taps, platform));
        if (axis.ofPanels()) {
            double tiles = Units.of(g.outPlane(), wide);
            boolean oneRun = PlaneLayout.rowStep(g) == g.ow();
            double gatherCycles = PanelBlocks.gatherCycles(oneRun, tile.vectors(), platform);
            double gathers = axis == LaneAxis.FUSED ? 0 : tiles * taps * gatherCycles;
            double edges = computed(ocg) == ocg ? 0 : (double) (ocg % narrow) * g.outPlane() * EDGE_CYCLES;
            double far = Math.max(0, (double) ocg * taps - ChannelLanes.LARGE_WEIGHTS);
            double waits = registers32 ? 0 : far * FAR_WEIGHT;
            return tiles * tiles(ocg) * run * (1 + waits) + gathers + edges;
        }
        boolean rows = axis.alongRows();
        double tiles = rows ? rowTiles(g) : Units.of(g.outPlane(), narrow);
        double pixelRuns = (rows ? tiles : tiles(g.outPlane())) * run;
        double gatherCycles = PanelBlocks.gatherCycles(true, narrow, platform);
        double gathers = rows ? 0 : tiles * taps * gatherCycles;
        if (axis == LaneAxis.CHANNELS) {
            pixelRuns /= EFFICIENCY_CHANNELS;
        }
        return Units.of(ocg, wide) * (pixelRuns + tiles * narrow * wide * TURN_CYCLES) + gathers;
    }

    /** Tiles of rows of a plane, by their time. */
    private double rowTiles(Geometry g) {
        Runs runs = RowLanes.runs(g, tile, axis);
        return axis == LaneAxis.ROWS ? runs.parts(tile.broadcasts()) : runs.tiles(tile.broadcasts());
    }

    /** Whether it is a core with 32 registers that begins two multiply-adds a cycle: it has constants of its own. */
    static boolean twoFmas(Platform platform) {
        return platform.registers() >= 32 && platform.fmas() == 2;
    }

    /** Tiles of a number of channels, or of pixels: one of four counts as a part of one of six. */
    private double tiles(int count) {
        return computed(count) / tile.broadcasts();
    }

    private double computed(int count) {
        int units = Units.of(count, tile.broadcasts());
        return (double) units * tile.broadcasts() - 2 * (units - Units.whole(count, tile.broadcasts()));
    }

    /** Cycles of a channel tile with {@link RunLanes}. */
    private double runCycles(Geometry g, int taps, Platform platform) {
        double fmas =
                (double) taps * tile.broadcasts() * tile.vectors() / (platform.fmas() * runEfficiency(g, platform));
        double runCycles = twoFmas(platform) ? RUN_CYCLES_2 : RUN_CYCLES;
        double pages = RunTiles.isOneRun(g) && g.outPlane() >= PAGE_FLOATS ? PAGES_CYCLES : 0;
        return RunTiles.runs(g, tile, axis, platform.lanes()) * (runCycles + pages + fmas / EFFICIENCY)
                + RunTiles.pairs(g, axis, platform.lanes()) * (CALL_CYCLES + pages + fmas / EFFICIENCY_PAIRS);
    }

    private double runEfficiency(Geometry g, Platform platform) {
        double rows =
                g.layer().windowHeight() + (axis == LaneAxis.PAIRS ? g.layer().sh() : 0);
        double columns = 2 * platform.lanes() * (axis == LaneAxis.PAIRS ? 1 : tile.vectors() / 2.0);
        boolean far = g.layer().icg() * rows * columns > RUNS_FLOATS;
        if (!far && !RunTiles.planesCollide(g)) {
            return 1;
        }
        return tile.equals(RunTiles.TILE_3X4) ? EFFICIENCY_FAR_3X4 : EFFICIENCY_FAR_RUNS;
    }

    private double efficiency(int taps, Platform platform) {
        boolean registers32 = platform.registers() >= 32;
        if (tile.equals(RowKernels.TILE_1X8)) {
            return EFFICIENCY_1X8;
        }
        if (tile.equals(RowKernels.TILE_4X2)) {
            return registers32 && taps > NEAR_TAPS ? EFFICIENCY_FAR_4X2 : EFFICIENCY_4X2;
        }
        if (axis == LaneAxis.ROWS && tile.equals(RowKernels.TILE_8X2)) {
            return twoFmas(platform) ? EFFICIENCY_ROWS_8X2_2 : EFFICIENCY_ROWS_8X2;
        }
        if (registers32) {
            double efficiency7x4 = twoFmas(platform) ? EFFICIENCY_7X4_2 : EFFICIENCY_7X4;
            return tile.equals(RowKernels.TILE_7X4) ? efficiency7x4 : EFFICIENCY;
        }
        return tile.equals(MicroKernels.TILE_3X3) ? EFFICIENCY_3X3 : EFFICIENCY;
    }
}
