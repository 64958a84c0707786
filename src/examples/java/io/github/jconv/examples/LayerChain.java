// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Activation;
import io.github.jconv.Conv2d;
import java.util.List;

/** Layers one after the other, with a ReLU after each. */
final class LayerChain {
    private LayerChain() {}

    static List<Conv2d> layers() {
        // spotless:off
        // @start region="layers"
        Activation relu = Activation.relu();
        List<Conv2d> layers = List.of(
                Conv2d.builder().inChannels(3).outChannels(16).kernelSize(3).stride(2).padding(1).activation(relu).build(),
                Conv2d.builder().inChannels(16).outChannels(16).kernelSize(3).padding(1).groups(16).activation(relu).build(),
                Conv2d.builder().inChannels(16).outChannels(32).kernelSize(1).activation(relu).build());
        // @end
        // spotless:on
        return layers;
    }

    // spotless:off
    // @start region="chain"
    static float[] forward(List<Conv2d> layers, float[] x, int... shape) {
        for (Conv2d layer : layers) {
            x = layer.forward(x, shape);
            shape = layer.outputShape(shape);
        }
        return x;
    }
    // @end
    // spotless:on
}
