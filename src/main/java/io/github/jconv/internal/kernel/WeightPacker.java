// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Packs bias and OIHW weights into channel tiles: the weights of one tap for the tile's channels lie side by side, taps
 * follow each other in the order of accumulation.
 *
 * <pre>
 *   [slack] tile 0: [bias: c0 c1 c2][tap 0: c0 c1 c2][tap 1: c0 c1 c2] ...   tile 1: ...
 * </pre>
 *
 * <p>Weights that come from beyond the L2 cache come sooner in several <em>streams</em>, each of which prefetchers follow: only
 * {@code width} of a tile's channels lie side by side, all taps of the next behind all of those, or taps take turns in streams.
 * Each stream is for load instructions of its own: prefetchers that go by the instruction lose a stream of many.
 *
 * <pre>
 *   width 2 of 4:  [bias][tap 0: c0 c1][tap 1: c0 c1] ... [tap 0: c2 c3][tap 1: c2 c3] ...
 *   3 streams:     [bias][tap 0][tap 3][tap 6] ... [tap 1][tap 4][tap 7] ... [tap 2][tap 5][tap 8] ...
 * </pre>
 *
 * <p>A group's last tile is filled up with zeros. Of tiles of six channels the last ones may be of four: {@link Units#whole}.
 */
final class WeightPacker {
    private WeightPacker() {}

    /** Tiles of one group. */
    static int tiles(LayerSpec layer, int channels) {
        return Units.of(layer.ocg(), channels);
    }

    /** Where a tile begins behind others that are full. */
    static int at(LayerSpec layer, int channels, int tile) {
        return Scratch.SLACK + tile * (layer.taps() + 1) * channels;
    }

    /** Where a tile begins. */
    static int start(LayerSpec layer, int channels, int tile) {
        int tiles = tiles(layer, channels);
        int whole = Units.whole(layer.ocg(), channels);
        int before = tile / tiles * Units.start(tiles, channels, whole);
        return Scratch.SLACK + (before + Units.start(tile % tiles, channels, whole)) * (layer.taps() + 1);
    }

    /** Floats of the packed copy. */
    static long floats(LayerSpec layer, int channels) {
        return Scratch.SLACK + (long) layer.groups() * tiles(layer, channels) * channels * (layer.taps() + 1L);
    }

    /** True if the packed copy fits an array. */
    static boolean fits(LayerSpec layer, int channels) {
        return floats(layer, channels) < Integer.MAX_VALUE - 8;
    }

    static float[] pack(LayerSpec layer, float[] oihw, float[] bias, Streams streams) {
        int channels = streams.channels();
        int taps = layer.taps();
        int tiles = tiles(layer, channels);
        float[] packed = new float[(int) floats(layer, channels)];
        int whole = Units.whole(layer.ocg(), channels);
        for (int tile = 0; tile < layer.groups() * tiles; tile++) {
            int first = Units.start(tile % tiles, channels, whole);
            int tileChannels = Units.start(tile % tiles + 1, channels, whole) - first;
            int side = Math.min(streams.width(), tileChannels);
            int group = tile / tiles * layer.ocg();
            for (int i = first; i < Math.min(first + tileChannels, layer.ocg()); i++) {
                int oc = group + i;
                int start = start(layer, channels, tile);
                int c = i - first;
                packed[start + c] = bias[oc];
                int to = start + tileChannels + c / side * taps * side + c % side;
                int from = oc * taps;
                for (int t = 0; t < taps; t++) {
                    packed[to + streams.place(t, taps) * side] = oihw[from + t];
                }
            }
        }
        return packed;
    }
}
