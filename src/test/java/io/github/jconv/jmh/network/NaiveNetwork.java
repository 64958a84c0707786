// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import io.github.jconv.oracle.Oracle;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** All values of a {@link Graph}, by definition: each in an array of its own. */
final class NaiveNetwork {
    private NaiveNetwork() {}

    static float[] output(Graph graph) {
        List<float[]> values = new ArrayList<>(List.of(graph.input()));
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Conv conv) {
                float[] y = new Oracle(conv.conv()).forward(values.get(conv.input()), conv.weight(), conv.bias());
                values.add(conv.relu() ? relu(y) : y);
            } else if (node instanceof Node.MaxPool pool) {
                values.add(maxPool(pool, values.get(pool.input())));
            } else if (node instanceof Node.Add add) {
                float[] y = add(values.get(add.first()), values.get(add.second()));
                values.add(add.relu() ? relu(y) : y);
            } else if (node instanceof Node.Concat concat) {
                values.add(concat(concat.inputs().stream().map(values::get).toList()));
            } else if (node instanceof Node.Upsample upsample) {
                values.add(upsample(upsample, values.get(upsample.input())));
            }
        }
        return values.get(graph.last());
    }

    private static float[] relu(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.max(x[i], 0);
        }
        return y;
    }

    private static float[] add(float[] a, float[] b) {
        float[] y = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = a[i] + b[i];
        }
        return y;
    }

    private static float[] concat(List<float[]> values) {
        FloatBuffer all =
                FloatBuffer.allocate(values.stream().mapToInt(x -> x.length).sum());
        values.forEach(all::put);
        return all.array();
    }

    static float[] upsample(Node.Upsample node, float[] x) {
        Shape in = node.from();
        Shape out = node.output();
        float[] y = new float[out.floats()];
        for (int i = 0; i < y.length; i++) {
            int plane = i / (out.h() * out.w());
            int ih = i / out.w() % out.h() / 2;
            int iw = i % out.w() / 2;
            y[i] = x[(plane * in.h() + ih) * in.w() + iw];
        }
        return y;
    }

    static float[] maxPool(Node.MaxPool pool, float[] x) {
        Shape in = pool.from();
        Shape out = pool.output();
        float[] y = new float[out.floats()];
        for (int i = 0; i < y.length; i++) {
            int plane = i / (out.h() * out.w());
            int top = i / out.w() % out.h() * pool.stride() - pool.padding();
            int left = i % out.w() * pool.stride() - pool.padding();
            y[i] = Float.NEGATIVE_INFINITY;
            for (int ih = top; ih < top + pool.size(); ih++) {
                for (int iw = left; iw < left + pool.size(); iw++) {
                    if (ih >= 0 && ih < in.h() && iw >= 0 && iw < in.w()) {
                        y[i] = Math.max(y[i], x[(plane * in.h() + ih) * in.w() + iw]);
                    }
                }
            }
        }
        return y;
    }
}
