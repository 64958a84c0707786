// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import java.util.List;

/** The regions of a plane cut into pixel tiles, and each region's taps. */
final class RegionTiles {
    private final Region[] regions;
    private final TapList[] taps;
    private final int[] firstTile;
    private final TapList inPanel;
    private final Streams streams;

    /** Of the tiles and panels of {@link RegionBlocks}. */
    RegionTiles(Geometry g, PlaneLayout planes, int lanes) {
        Tile tile = RegionBlocks.TILE;
        streams = Streams.one(tile.vectors() * lanes);
        List<Region> cut = Region.cut(g);
        regions = cut.toArray(new Region[0]);
        taps = new TapList[regions.length];
        firstTile = new int[regions.length + 1];
        // What is not staged has no padding before it.
        int before = planes.staged() ? 0 : g.padTop() * planes.rowPitch() + g.padLeft();
        int[] steps = TapList.steps(Math.min(g.layer().taps(), RegionBlocks.BLOCK_TAPS), RegionBlocks.pitch(lanes));
        inPanel = TapList.all(steps, tile, streams, false);
        for (int i = 0; i < regions.length; i++) {
            int first = regions[i].row() * planes.rowStep() + regions[i].column() - before;
            taps[i] = TapList.of(g.layer(), planes.offsets(), regions[i], first, streams);
            firstTile[i + 1] = firstTile[i] + Units.of(regions[i].pixels(), tile.broadcasts());
        }
    }

    /** Tiles of a plane. */
    int tiles() {
        return firstTile[regions.length];
    }

    /** Which region a tile lies in. */
    int regionOf(int tile) {
        int i = 0;
        while (firstTile[i + 1] <= tile) {
            i++;
        }
        return i;
    }

    /** The tile behind a region's last. */
    int end(int i) {
        return firstTile[i + 1];
    }

    Region region(int i) {
        return regions[i];
    }

    /** A tile's number in its region. */
    int inRegion(int i, int tile) {
        return tile - firstTile[i];
    }

    /** That of the layer's packed weights. */
    Streams streams() {
        return streams;
    }

    TapList taps(int i) {
        return taps[i];
    }

    /** Taps a channel of the region that has most; 1 if all lie in the padding. */
    int mostTapsPerPlane() {
        int most = 1;
        for (Region region : regions) {
            most = Math.max(most, region.tapsPerPlane());
        }
        return most;
    }

    /** The taps of a block in a tile's panel, whatever the region. */
    TapList inPanel() {
        return inPanel;
    }
}
