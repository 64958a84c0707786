// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Packs bias and OIHW weights into channel tiles: the weights of one tap for the tile's channels lie side by side, taps
 * follow each other in the order of accumulation.
 *
 * <pre>
 *   tile 0: [bias: c0 c1 c2][tap 0: c0 c1 c2][tap 1: c0 c1 c2] ...   tile 1: ...
 * </pre>
 *
 * <p>A group's last tile is filled up with zeros.
 */
final class WeightPacker {
    private WeightPacker() {}

    /** Tiles of one group. */
    static int tiles(LayerSpec layer, int channels) {
        return Units.of(layer.ocg(), channels);
    }

    /** Floats of one tile. */
    static int tileFloats(LayerSpec layer, int channels) {
        return (layer.taps() + 1) * channels;
    }

    /** Floats of the packed copy. */
    static long floats(LayerSpec layer, int channels) {
        return (long) layer.groups() * tiles(layer, channels) * channels * (layer.taps() + 1L);
    }

    /** True if the packed copy fits an array. */
    static boolean fits(LayerSpec layer, int channels) {
        return floats(layer, channels) < Integer.MAX_VALUE - 8;
    }

    static float[] pack(LayerSpec layer, float[] oihw, float[] bias, int channels) {
        int taps = layer.taps();
        int tiles = tiles(layer, channels);
        float[] packed = new float[(int) floats(layer, channels)];
        for (int oc = 0; oc < layer.outChannels(); oc++) {
            int group = oc / layer.ocg();
            int inGroup = oc % layer.ocg();
            int tile = group * tiles + inGroup / channels;
            int to = tile * tileFloats(layer, channels) + inGroup % channels;
            packed[to] = bias[oc];
            int from = oc * taps;
            for (int t = 0; t < taps; t++) {
                packed[to + (t + 1) * channels] = oihw[from + t];
            }
        }
        return packed;
    }
}
