// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import io.github.jconv.oracle.ConvCase;
import java.util.function.UnaryOperator;

/** jconv itself. */
final class JconvLayer implements ReadyLayer {
    static final String ID = "jconv";

    private final Conv2d conv;
    private final int[] shape;
    private final float[] input;
    private final float[] output;

    JconvLayer(ConvCase c, int threads, AccuracyChoice accuracy) {
        this(c, threads, accuracy, UnaryOperator.identity());
    }

    /** The same with other parameters. */
    JconvLayer(ConvCase c, int threads, AccuracyChoice accuracy, UnaryOperator<Conv2dBuilder> setting) {
        conv = setting.apply(accuracy.set(c.builder())).parallelism(threads).build();
        shape = c.shape();
        input = c.input();
        output = conv.forward(input, shape);
    }

    /** Kernel and tile, such as "pointwise 4x2". */
    String kernel() {
        return conv.plan(shape).kernel() + " " + conv.plan(shape).tile();
    }

    @Override
    public void run() {
        conv.forward(input, 0, output, 0, shape);
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public void close() {}
}
