// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.github.jconv.jmh.ReadyLayer;
import io.github.jconv.oracle.ConvCase;

/** PyTorch's conv2d, called eagerly through DJL: each call gives a new array. */
public final class PyTorchLayer implements ReadyLayer {
    private final NDManager manager;
    private final NDArray input;
    private final NDArray weight;
    private final NDArray bias;
    private final Shape stride;
    private final Shape padding;
    private final Shape dilation;
    private final int groups;
    private NDList output = new NDList();

    /** Threads come from OMP_NUM_THREADS and DJL's property. */
    public PyTorchLayer(ConvCase c, int threads) {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        input = manager.create(c.input(), new Shape(c.n(), c.ic(), c.ih(), c.iw()));
        weight = manager.create(c.weight(), new Shape(c.oc(), c.ic() / c.groups(), c.kh(), c.kw()));
        bias = manager.create(c.biasValues(), new Shape(c.oc()));
        stride = new Shape(c.sh(), c.sw());
        padding = new Shape(c.ph(), c.pw());
        dilation = new Shape(c.dh(), c.dw());
        groups = c.groups();
    }

    @Override
    public void run() {
        output.close();
        output = Conv2d.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }

    @Override
    public float[] output() {
        return output.singletonOrThrow().toFloatArray();
    }

    @Override
    public void close() {
        output.close();
        manager.close();
    }
}
