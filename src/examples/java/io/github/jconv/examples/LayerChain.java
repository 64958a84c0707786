// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import java.util.List;

/** Layers one after the other, with a ReLU after each. */
final class LayerChain {
    private LayerChain() {}

    static List<Conv2d> layers() {
        // spotless:off
        // @start region="layers"
        List<Conv2d> layers = List.of(
                Conv2d.builder().inChannels(3).outChannels(16).kernelSize(3).stride(2).padding(1).build(),
                Conv2d.builder().inChannels(16).outChannels(16).kernelSize(3).padding(1).groups(16).build(),
                Conv2d.builder().inChannels(16).outChannels(32).kernelSize(1).build());
        // @end
        // spotless:on
        return layers;
    }

    // spotless:off
    // @start region="chain"
    static float[] forward(List<Conv2d> layers, float[] x, int... shape) {
        for (Conv2d layer : layers) {
            x = relu(layer.forward(x, shape));
            shape = layer.outputShape(shape);
        }
        return x;
    }

    private static float[] relu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
        }
        return x;
    }
    // @end
    // spotless:on
}
