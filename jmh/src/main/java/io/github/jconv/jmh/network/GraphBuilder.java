// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Data;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Builds a {@link Graph} for one image, node by node, with random weights that keep its values in range.
 *
 * <p>Weights are uniform with mean 0 and the variance of He et al., "Delving Deep into Rectifiers": 2 / taps where a
 * ReLU follows, which halves the mean square again, and 1 / taps where none does.
 */
final class GraphBuilder {
    private static final float MOST_BIAS = 0.1f;

    private final String name;
    private final Shape shape;
    private final SplittableRandom random;
    private final float[] input;
    private final List<Node> nodes = new ArrayList<>();

    GraphBuilder(String name, int channels, int height, int width, long seed) {
        this.name = name;
        this.shape = new Shape(1, channels, height, width);
        this.random = new SplittableRandom(seed);
        this.input = uniform(shape.floats(), 1);
    }

    Graph build() {
        return new Graph(name, shape, input, List.copyOf(nodes));
    }

    /** A square convolution with padding of half its kernel, and a ReLU; returns the value it makes. */
    int convRelu(String name, int input, int channels, int kernel, int stride, int groups) {
        return conv(name, input, channels, kernel, stride, groups, true);
    }

    /** As {@link #convRelu}, dense and without the ReLU. */
    int conv(String name, int input, int channels, int kernel, int stride) {
        return conv(name, input, channels, kernel, stride, 1, false);
    }

    int maxPool(String name, int input, int size, int stride, int padding) {
        return add(new Node.MaxPool(name, input, shape(input), size, stride, padding));
    }

    int addRelu(String name, int first, int second) {
        return add(new Node.Add(name, first, second, true, shape(first)));
    }

    /** As {@link #addRelu}, without the ReLU. */
    int add(String name, int first, int second) {
        return add(new Node.Add(name, first, second, false, shape(first)));
    }

    int concat(String name, int... inputs) {
        List<Integer> values = Arrays.stream(inputs).boxed().toList();
        int channels = values.stream().mapToInt(this::channels).sum();
        Shape first = shape(inputs[0]);
        return add(new Node.Concat(name, values, new Shape(first.n(), channels, first.h(), first.w())));
    }

    int upsample(String name, int input) {
        return add(new Node.Upsample(name, input, shape(input)));
    }

    /** Channels of a value. */
    int channels(int value) {
        return shape(value).c();
    }

    private int conv(String name, int input, int channels, int kernel, int stride, int groups, boolean relu) {
        Shape from = shape(input);
        int taps = from.c() / groups * kernel * kernel;
        float most = (float) Math.sqrt(3.0 * (relu ? 2 : 1) / taps);
        float[] weight = uniform(channels * taps, most);
        ConvCase sizes = new ConvCase(
                from.n(),
                true,
                groups,
                from.c(),
                from.h(),
                from.w(),
                channels,
                kernel,
                kernel,
                stride,
                stride,
                ConvCase.Padding.AMOUNT,
                kernel / 2,
                kernel / 2,
                1,
                1,
                PaddingMode.ZEROS,
                true,
                Data.REAL,
                1);
        return add(new Node.Conv(name, input, sizes, relu, weight, uniform(channels, MOST_BIAS)));
    }

    private int add(Node node) {
        nodes.add(node);
        return nodes.size();
    }

    private Shape shape(int value) {
        return value == 0 ? shape : nodes.get(value - 1).output();
    }

    private float[] uniform(int length, float most) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1) * most;
        }
        return values;
    }
}
