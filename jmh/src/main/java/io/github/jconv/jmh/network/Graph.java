// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import io.github.jconv.oracle.ConvCase;
import java.util.List;

/**
 * A network: nodes in the order they run, and an input to run them on.
 *
 * <p>Value 0 is the input; node {@code i} makes value {@code i + 1}; the last value is the output.
 */
public record Graph(String name, Shape shape, float[] input, List<Node> nodes) {
    /** One convolution with the data of its case. */
    public static Graph of(ConvCase c) {
        Node conv = new Node.Conv("conv", 0, c, false, c.weight(), c.biasValues());
        return new Graph("layer", new Shape(c.n(), c.ic(), c.ih(), c.iw()), c.input(), List.of(conv));
    }

    /** The shape of a value. */
    public Shape shape(int value) {
        return value == 0 ? shape : nodes.get(value - 1).output();
    }

    /** The number of the output. */
    public int last() {
        return nodes.size();
    }

    /** Its convolutions, in order. */
    public List<Node.Conv> convolutions() {
        return nodes.stream()
                .filter(Node.Conv.class::isInstance)
                .map(Node.Conv.class::cast)
                .toList();
    }

    /** Floating-point operations of all convolutions; those of the other nodes are not counted. */
    public double flops() {
        return convolutions().stream().mapToDouble(Node.Conv::flops).sum();
    }
}
