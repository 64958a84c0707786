// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;
import java.util.List;

/** One step of a {@link Graph}: it reads earlier values and makes the next. */
public sealed interface Node {
    /** Its name in the network. */
    String name();

    /** The values it reads. */
    List<Integer> inputs();

    /** The shape of the value it makes. */
    Shape output();

    /**
     * A convolution, and a ReLU if one follows.
     *
     * @param conv its sizes; the data of the case do not count, {@code weight} and {@code bias} do
     */
    record Conv(String name, int input, ConvCase conv, boolean relu, float[] weight, float[] bias) implements Node {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        @Override
        public Shape output() {
            return new Shape(
                    conv.n(),
                    conv.oc(),
                    CaseGeometry.of(conv).oh(),
                    CaseGeometry.of(conv).ow());
        }

        /** Floating-point operations, two for each multiply-add, taps in the padding included. */
        public double flops() {
            return 2.0 * CaseGeometry.of(conv).multiplyAdds();
        }
    }

    /**
     * The largest of each square window; padding never is.
     *
     * @param from the input's shape
     */
    record MaxPool(String name, int input, Shape from, int size, int stride, int padding) implements Node {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        @Override
        public Shape output() {
            return new Shape(from.n(), from.c(), places(from.h()), places(from.w()));
        }

        private int places(int length) {
            return (length + 2 * padding - size) / stride + 1;
        }
    }

    /** How a residual block ends: the sum of two values of one shape, and a ReLU if one follows. */
    record Add(String name, int first, int second, boolean relu, Shape output) implements Node {
        @Override
        public List<Integer> inputs() {
            return List.of(first, second);
        }
    }

    /** The channels of one value after those of another, of one image. */
    record Concat(String name, List<Integer> inputs, Shape output) implements Node {}

    /**
     * Every pixel twice across and twice down: the nearest one of a picture of double size.
     *
     * @param from the input's shape
     */
    record Upsample(String name, int input, Shape from) implements Node {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        @Override
        public Shape output() {
            return new Shape(from.n(), from.c(), 2 * from.h(), 2 * from.w());
        }
    }
}
