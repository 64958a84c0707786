// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import java.util.List;

/**
 * The taps of output rows, for {@link RowLanes} and {@link ChannelLanes}: all, and where a tile lies in one row those without the kernel rows that it
 * sees in padding of zeros, 2 of 21 of a 3x3 kernel on a plane of 7x7, 2 of 42 on 14x14.
 */
final class RowTaps {
    private final LayerSpec spec;
    private final Tile tile;
    private final int wide;
    private final List<Region> spans;
    private final TapList all;
    private final TapList[] lists;

    private RowTaps(LayerSpec spec, Tile tile, int wide, List<Region> spans, PlaneLayout planes) {
        this.spec = spec;
        this.tile = tile;
        this.wide = wide;
        this.spans = spans;
        all = TapList.all(planes.offsets(), tile, wide);
        lists = new TapList[spans.size()];
        for (int i = 0; i < lists.length; i++) {
            Region span = spans.get(i);
            lists[i] = span.sees(spec) ? all : TapList.of(spec, planes.offsets(), span, 0, wide);
        }
    }

    /** Those of channel tiles of {@code wide} floats; without {@code runs} all rows have all. */
    static RowTaps of(Geometry g, Runs runs, PlaneLayout planes, Tile tile, int wide) {
        return new RowTaps(g.layer(), tile, wide, spans(g, runs), planes);
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
        return new RowTaps(spec, tile, wide, spans, planes);
    }

    boolean leavesOut() {
        return lists.length > 1 || lists[0] != all;
    }

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
}
