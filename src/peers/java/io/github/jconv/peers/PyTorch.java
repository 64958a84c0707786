// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.github.jconv.oracle.ConvCase;

/** PyTorch's conv2d in float64, through DJL. */
final class PyTorch {
    private PyTorch() {}

    static double[] forward(PeerLayer layer) {
        ConvCase c = layer.conv();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray x = manager.create(doubles(layer.input()), new Shape(c.n(), c.ic(), c.ih(), c.iw()));
            NDArray weight =
                    manager.create(doubles(layer.weight()), new Shape(c.oc(), c.ic() / c.groups(), c.kh(), c.kw()));
            NDArray bias = manager.create(doubles(layer.bias()), new Shape(c.oc()));
            Shape stride = new Shape(c.sh(), c.sw());
            Shape padding = new Shape(c.ph(), c.pw());
            Shape dilation = new Shape(c.dh(), c.dw());
            return Conv2d.conv2d(x, weight, bias, stride, padding, dilation, c.groups())
                    .singletonOrThrow()
                    .toDoubleArray();
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
