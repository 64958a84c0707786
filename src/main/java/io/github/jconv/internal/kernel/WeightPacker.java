package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Packs OIHW weights into channel tiles: the weights of one tap for the tile's channels lie side by side, taps follow
 * each other in the order of accumulation.
 *
 * <pre>
 *   tile 0: [tap 0: c0 c1 c2][tap 1: c0 c1 c2] ...   tile 1: ...   (a group's last tile is filled up with zeros)
 * </pre>
 */
final class WeightPacker {
    private WeightPacker() {}

    /** Tiles of one group. */
    static int tiles(LayerSpec layer, int channels) {
        return (layer.ocg() + channels - 1) / channels;
    }

    /** True if the packed copy fits an array. */
    static boolean fits(LayerSpec layer, int channels) {
        return (long) layer.groups() * tiles(layer, channels) * channels * layer.taps() < Integer.MAX_VALUE - 8;
    }

    static float[] pack(LayerSpec layer, float[] oihw, int channels) {
        int taps = layer.taps();
        int tiles = tiles(layer, channels);
        float[] packed = new float[layer.groups() * tiles * channels * taps];
        for (int oc = 0; oc < layer.outChannels(); oc++) {
            int group = oc / layer.ocg();
            int inGroup = oc % layer.ocg();
            int tile = group * tiles + inGroup / channels;
            int to = tile * channels * taps + inGroup % channels;
            int from = oc * taps;
            for (int t = 0; t < taps; t++) {
                packed[to + t * channels] = oihw[from + t];
            }
        }
        return packed;
    }
}
