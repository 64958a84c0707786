// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import java.util.List;

/** The regions of a plane cut into pixel tiles, and each region's taps. */
final class RegionTiles {
    private final Region[] regions;
    private final TapList[] taps;
    private final int[] firstTile;
    private final TapList all;

    RegionTiles(Geometry g, PlaneLayout planes, Tile tile, int lanes) {
        List<Region> cut = Region.cut(g);
        regions = cut.toArray(new Region[0]);
        taps = new TapList[regions.length];
        firstTile = new int[regions.length + 1];
        all = TapList.of(g.layer(), planes.offsets(), Region.whole(g), tile.channels());
        for (int i = 0; i < regions.length; i++) {
            taps[i] = regions[i].sees(g.layer())
                    ? all
                    : TapList.of(g.layer(), planes.offsets(), regions[i], tile.channels());
            firstTile[i + 1] = firstTile[i] + Units.of(regions[i].pixels(), tile.vectors() * lanes);
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

    /** A region's taps, where those in the padding may be left out, else all. */
    TapList taps(int i, boolean some) {
        return some ? taps[i] : all;
    }
}
