// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Accuracy;
import io.github.jconv.Activation;
import io.github.jconv.Conv2d;
import io.github.jconv.io.Tensor;
import java.util.Map;

/**
 * A convolution of a network that keeps the size of the planes, with the ReLU behind it, if there is one.
 *
 * @param name the layer's, as its weights' names begin
 */
record ConvStep(String name, Conv2d conv) {
    /**
     * Of the tensors {@code name.weight} and {@code name.bias}.
     *
     * @param threads the most to use
     */
    static ConvStep of(String name, boolean relu, Map<String, Tensor> weights, Accuracy accuracy, int threads) {
        Tensor weight = weights.get(name + ".weight");
        int[] oihw = weight.shape();
        Conv2d conv = Conv2d.builder()
                .outChannels(oihw[0])
                .inChannels(oihw[1])
                .kernelSize(oihw[2], oihw[3])
                .padding("same")
                .weight(weight.data())
                .bias(weights.get(name + ".bias").data())
                .activation(relu ? Activation.relu() : Activation.none())
                .accuracy(accuracy)
                .parallelism(threads)
                .build();
        return new ConvStep(name, conv);
    }

    /** Computes planes of {@code h} rows and {@code w} columns. */
    void forward(float[] in, int inOffset, float[] out, int outOffset, int h, int w) {
        conv.forward(in, inOffset, out, outOffset, conv.inChannels(), h, w);
    }

    /** The same, and adds the planes at the start of {@code residual}. */
    void forwardAdd(float[] in, float[] residual, float[] out, int h, int w) {
        conv.forwardAdd(in, 0, residual, 0, out, 0, conv.inChannels(), h, w);
    }

    /** Whether a ReLU is behind it. */
    boolean relu() {
        return conv.activation().equals(Activation.relu());
    }

    /** How many pixels beyond its own, on each side, an output sees. */
    int radius() {
        return kernelSize() / 2;
    }

    /** Rows of the kernel, and columns. */
    int kernelSize() {
        return (int) conv.plan(conv.inChannels(), 1, 1).receptiveHeight();
    }
}
