// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Transforms 3x3 weights, U = G g G', and packs them as 36 matrices of {@code oc} by {@code ic}, each as
 * {@link WeightPacker} packs a 1x1 layer whose bias is 0.
 *
 * <pre>
 *   G = |  1/4    0    0  |
 *       | -1/6 -1/6 -1/6  |
 *       | -1/6  1/6 -1/6  |
 *       | 1/24 1/12  1/6  |
 *       | 1/24 -1/12 1/6  |
 *       |   0    0    1   |
 * </pre>
 */
final class WinogradWeights {
    private static final double[][] G = {
        {1 / 4.0, 0, 0},
        {-1 / 6.0, -1 / 6.0, -1 / 6.0},
        {-1 / 6.0, 1 / 6.0, -1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    };

    private static final int WINDOW = 3;

    private WinogradWeights() {}

    /** Floats of one tile of channels of one matrix. */
    static int tileFloats(LayerSpec layer, int channels) {
        return (layer.icg() + 1) * channels;
    }

    /** Floats of one matrix. */
    static int matrixFloats(LayerSpec layer, int channels) {
        return WeightPacker.tiles(layer, channels) * tileFloats(layer, channels);
    }

    /** Floats of the packed copy; a layer's own weights are fewer than an int, so they fit a long. */
    static long floats(LayerSpec layer, int channels) {
        return (long) WinogradKernel.ELEMENTS * WeightPacker.tiles(layer, channels) * channels * (layer.icg() + 1L);
    }

    /** True if the packed copy fits an array. */
    static boolean fits(LayerSpec layer, int channels) {
        return floats(layer, channels) < Integer.MAX_VALUE - 8;
    }

    /** In double, rounded once: the error of a forward is that of its inputs alone. */
    static float[] pack(LayerSpec layer, float[] oihw, int channels) {
        int n = WinogradTransforms.IN;
        float[] packed = new float[(int) floats(layer, channels)];
        double[][] rows = new double[n][WINDOW];
        for (int oc = 0; oc < layer.outChannels(); oc++) {
            int to = oc / channels * tileFloats(layer, channels) + oc % channels;
            for (int ic = 0; ic < layer.icg(); ic++) {
                int from = (oc * layer.icg() + ic) * WINDOW * WINDOW;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < WINDOW; j++) {
                        rows[i][j] = G[i][0] * oihw[from + j]
                                + G[i][1] * oihw[from + WINDOW + j]
                                + G[i][2] * oihw[from + 2 * WINDOW + j];
                    }
                }
                for (int k = 0; k < n * n; k++) {
                    double[] row = rows[k / n];
                    double[] g = G[k % n];
                    packed[k * matrixFloats(layer, channels) + to + (ic + 1) * channels] =
                            (float) (row[0] * g[0] + row[1] * g[1] + row[2] * g[2]);
                }
            }
        }
        return packed;
    }
}
