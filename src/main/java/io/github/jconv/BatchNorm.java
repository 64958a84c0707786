// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

/** A batch normalisation as the scale and shift of each output channel that it is in evaluation. */
final class BatchNorm {
    private BatchNorm() {}

    /** Changes the weights and the bias of a layer to those of the layer with the normalisation behind it. */
    static void fold(
            float[] gamma, float[] beta, float[] mean, float[] variance, double eps, float[] weight, float[] bias) {
        int taps = weight.length / bias.length;
        for (int oc = 0; oc < bias.length; oc++) {
            double scale = gamma[oc] / Math.sqrt(variance[oc] + eps);
            for (int i = 0; i < taps; i++) {
                weight[oc * taps + i] = (float) (weight[oc * taps + i] * scale);
            }
            bias[oc] = (float) (((double) bias[oc] - mean[oc]) * scale + beta[oc]);
        }
    }
}
