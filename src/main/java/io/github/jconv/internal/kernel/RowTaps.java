// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import java.util.List;

/**
 * The taps of output rows, for {@link RowLanes} and {@link ChannelLanes}: all, and where a tile lies in one row those without
 * the kernel rows that it sees in padding of zeros, 2 of 21 of a 3x3 kernel on a plane of 7x7, 2 of 42 on 14x14. Rows of
 * {@link RowEnds} have no others: there is no padding to read.
 */
final class RowTaps {
    /** Weights of a group that come from beyond the L2 cache. */
    private static final int FAR_WEIGHTS = 512 * 1024;

    private static final int MOST_PIXELS_IN_HALVES = 56;

    private final Geometry g;
    private final LayerSpec spec;
    private final Tile tile;
    private final int wide;
    private final Streams streams;
    private final List<Region> spans;
    /** Of rows of {@link RowEnds}, else null: which taps each pixel sees. */
    private final List<Region> regions;

    private final TapList all;
    private final TapList[] lists;

    private RowTaps(Geometry g, Tile tile, int wide, List<Region> spans, List<Region> regions, PlaneLayout planes) {
        this.g = g;
        this.tile = tile;
        this.wide = wide;
        spec = g.layer();
        boolean far = (long) spec.ocg() * spec.taps() >= FAR_WEIGHTS;
        boolean inThrees = regions != null || RowKernels.takesThrees(tile, TapList.inThrees(spec));
        int width = far && !inThrees && isInHalves(g, tile) ? wide / 2 : wide;
        streams = new Streams(wide, width, far && inThrees ? RowEnds.COLUMNS : 1);
        this.spans = spans;
        this.regions = regions;
        all = regions == null ? TapList.all(planes.offsets(), tile, streams, TapList.inThrees(spec)) : null;
        lists = new TapList[spans.size()];
        for (int i = 0; i < lists.length; i++) {
            Region span = spans.get(i);
            boolean sees = all != null && span.sees(spec);
            lists[i] = sees ? all : TapList.of(spec, planes.offsets(), span, 0, streams);
        }
    }

    /** Those of channel tiles of {@code wide} floats; without {@code runs} all rows have all. */
    static RowTaps of(Geometry g, Runs runs, PlaneLayout planes, Tile tile, int wide) {
        return new RowTaps(g, tile, wide, spans(g, runs), null, planes);
    }

    /** The same of {@link RowEnds}, in the image itself. */
    static RowTaps inImage(Geometry g, PlaneLayout planes, Tile tile, int wide) {
        return new RowTaps(g, tile, wide, Region.rows(g), Region.cut(g), planes);
    }

    /**
     * Whether the weights of each half of a tile's channels are a stream: with 14x2 of 1x1 layers, few pixels of which share a
     * reading. Of others it may leave taps out, and then has them side by side.
     */
    private static boolean isInHalves(Geometry g, Tile tile) {
        boolean few = g.layer().taps() == g.layer().icg() && g.outPlane() <= MOST_PIXELS_IN_HALVES;
        return tile.equals(RowKernels.TILE_7X4) || few && tile.equals(RowKernels.TILE_14X2);
    }

    private static List<Region> spans(Geometry g, Runs runs) {
        return runs != null && runs.runs() == g.oh() ? Region.rows(g) : List.of(Region.whole(g));
    }

    /** The part of a layer's taps that is left. */
    static double share(Geometry g, Runs runs) {
        double taps = 0;
        for (Region span : spans(g, runs)) {
            taps += (double) span.pixels() * span.tapsPerPlane();
        }
        return taps / ((double) g.outPlane() * g.layer().kh() * g.layer().kw());
    }

    /** The same in other planes. */
    RowTaps in(PlaneLayout planes) {
        return new RowTaps(g, tile, wide, spans, regions, planes);
    }

    /** The layer's weights, packed for these taps. */
    float[] packed(Weights weights) {
        return weights.packed(streams);
    }

    /** Whether taps in the padding are left out even where weights are not finite: {@link #spoil} then makes up for it. */
    boolean inImage() {
        return regions != null;
    }

    /** Whether some row has fewer taps than there are. */
    boolean leavesOut() {
        return lists.length > 1 || lists[0] != all;
    }

    /** Those of a row of pixels that reads the padding too. */
    TapList all() {
        return all;
    }

    /** Those of an output row; all where runs are not rows. */
    TapList of(int row) {
        int i = 0;
        while (row >= spans.get(i).row() + spans.get(i).rows()) {
            i++;
        }
        return lists[i];
    }

    /** Whether a list leaves no tap out. */
    boolean isWhole(TapList taps) {
        return taps.size() == spec.taps();
    }

    /** As {@link Region#spoil}, of a pixel of the image. */
    void spoil(int row, int column, float[] w, int bias, float[] sums, int at) {
        for (Region region : regions) {
            if (region.contains(row, column)) {
                region.spoil(spec, w, bias, streams, sums, at);
            }
        }
    }
}
