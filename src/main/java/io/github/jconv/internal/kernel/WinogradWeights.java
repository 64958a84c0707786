// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Transforms 3x3 and 5x5 weights, U = G g G', and packs them as 36 matrices of {@code oc} by {@code ic}, each as
 * {@link WeightPacker} packs a 1x1 layer whose bias is 0.
 *
 * <pre>
 *   G of 3x3 = |  1/4    0    0  |     G of 5x5: each row goes on with the powers of its point
 *              | -1/6 -1/6 -1/6  |
 *              | -1/6  1/6 -1/6  |
 *              | 1/24 1/12  1/6  |
 *              | 1/24 -1/12 1/6  |
 *              |   0    0    1   |
 * </pre>
 */
final class WinogradWeights {
    /** The points, but infinity. */
    private static final int[] POINTS = {0, 1, -1, 2, -2};

    /** For each the product of its distances from the others. */
    private static final double[] DISTANCES = {4, -6, -6, 24, 24};

    private WinogradWeights() {}

    /** Where a tile of channels of a matrix begins. */
    static int at(LayerSpec layer, int channels, int matrix, int tile) {
        return Scratch.SLACK + (matrix * WeightPacker.tiles(layer, channels) + tile) * (layer.icg() + 1) * channels;
    }

    /** Floats of the packed copy; a layer's own weights are fewer than an int, so they fit a long. */
    static long floats(LayerSpec layer, int channels) {
        return Scratch.SLACK
                + (long) WinogradKernel.ELEMENTS * WeightPacker.tiles(layer, channels) * channels * (layer.icg() + 1L);
    }

    /** True if the packed copy fits an array. */
    static boolean fits(LayerSpec layer, int channels) {
        return floats(layer, channels) < Integer.MAX_VALUE - 8;
    }

    /** In double, rounded once: the error of a forward is that of its inputs alone. */
    static float[] pack(LayerSpec layer, float[] oihw, Streams streams) {
        int channels = streams.channels();
        int width = streams.width();
        int n = WinogradTransforms.IN;
        int window = layer.kh();
        double[][] g = matrix(window);
        float[] packed = new float[(int) floats(layer, channels)];
        double[][] rows = new double[n][window];
        for (int oc = 0; oc < layer.outChannels(); oc++) {
            for (int ic = 0; ic < layer.icg(); ic++) {
                int c = oc % channels;
                int at = channels + (c / width * layer.icg() + ic) * width + c % width;
                int from = (oc * layer.icg() + ic) * window * window;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < window; j++) {
                        double sum = 0;
                        for (int k = 0; k < window; k++) {
                            sum += g[i][k] * oihw[from + k * window + j];
                        }
                        rows[i][j] = sum;
                    }
                }
                for (int k = 0; k < n * n; k++) {
                    double sum = 0;
                    for (int j = 0; j < window; j++) {
                        sum += rows[k / n][j] * g[k % n][j];
                    }
                    packed[at(layer, channels, k, oc / channels) + at] = (float) sum;
                }
            }
        }
        return packed;
    }

    /** G for kernels of so many rows and columns. */
    private static double[][] matrix(int window) {
        double[][] g = new double[WinogradTransforms.IN][window];
        for (int i = 0; i < POINTS.length; i++) {
            for (int j = 0, power = 1; j < window; j++, power *= POINTS[i]) {
                g[i][j] = power / DISTANCES[i];
            }
        }
        g[POINTS.length][window - 1] = 1;
        return g;
    }
}
