// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.io.Tensor;
import java.util.Map;

/**
 * A convolution of a network that keeps the size of the planes, and the ReLU behind it, if there is one.
 *
 * @param name the layer's, as its weights' names begin
 */
record ConvStep(String name, Conv2d conv, boolean relu) {
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
                .accuracy(accuracy)
                .parallelism(threads)
                .build();
        return new ConvStep(name, conv, relu);
    }

    /** Computes planes of {@code h} rows and {@code w} columns. */
    void forward(float[] in, int inOffset, float[] out, int outOffset, int h, int w) {
        conv.forward(in, inOffset, out, outOffset, conv.inChannels(), h, w);
        if (relu) {
            PlaneLoops.relu(out, outOffset, conv.outChannels() * h * w);
        }
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
