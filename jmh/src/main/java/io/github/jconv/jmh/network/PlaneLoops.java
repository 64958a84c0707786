// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import java.util.Arrays;

/**
 * What a network does between its convolutions. Plain loops that C2 makes vector code of: as fast as the Vector API here,
 * memory being what they wait for, and not slow until compiled. A NaN stays one.
 */
final class PlaneLoops {
    private PlaneLoops() {}

    /** {@code y = a + b} for floats {@code from} to {@code to} of each; {@code y} may be {@code a}. */
    static void add(Place a, Place b, Place y, int from, int to) {
        float[] first = a.array();
        float[] second = b.array();
        float[] sum = y.array();
        for (int i = from; i < to; i++) {
            sum[y.start() + i] = first[a.start() + i] + second[b.start() + i];
        }
    }

    /** {@code y = max(a + b, 0)}, as {@link #add}. */
    static void addRelu(Place a, Place b, Place y, int from, int to) {
        float[] first = a.array();
        float[] second = b.array();
        float[] sum = y.array();
        for (int i = from; i < to; i++) {
            sum[y.start() + i] = Math.max(first[a.start() + i] + second[b.start() + i], 0f);
        }
    }

    /** Planes {@code from} to {@code to} of the result: each row twice across, then that row again. */
    static void upsample(Node.Upsample node, Place x, Place y, int from, int to) {
        int w = node.from().w();
        for (int row = from * node.from().h(); row < to * node.from().h(); row++) {
            int in = x.start() + row * w;
            int out = y.start() + row * 4 * w;
            for (int i = 0; i < w; i++) {
                float pixel = x.array()[in + i];
                y.array()[out + 2 * i] = pixel;
                y.array()[out + 2 * i + 1] = pixel;
            }
            System.arraycopy(y.array(), out, y.array(), out + 2 * w, 2 * w);
        }
    }

    /**
     * Planes {@code from} to {@code to} of a pool. A row of windows at a time: the largest of each column, between two
     * borders that stay; then of the columns of each window.
     */
    static void maxPool(Node.MaxPool pool, Place x, Place y, int from, int to) {
        Shape in = pool.from();
        Shape out = pool.output();
        int padding = pool.padding();
        float[] columns = new float[in.w() + 2 * padding];
        Arrays.fill(columns, Float.NEGATIVE_INFINITY);
        for (int row = from * out.h(); row < to * out.h(); row++) {
            int plane = x.start() + row / out.h() * in.plane();
            int top = row % out.h() * pool.stride() - padding;
            int first = Math.max(0, top);
            int last = Math.min(in.h(), top + pool.size()) - 1;
            max3(
                    columns,
                    padding,
                    x.array(),
                    plane + first * in.w(),
                    plane + Math.min(first + 1, last) * in.w(),
                    plane + last * in.w(),
                    in.w());
            for (int ih = first + 2; ih < last; ih++) {
                max(columns, padding, x.array(), plane + ih * in.w(), in.w());
            }
            windows(columns, pool.size(), pool.stride(), y.array(), y.start() + row * out.w(), out.w());
        }
    }

    /** Of a row of windows. The usual sizes without a loop inside: those that the stride leaves, not all in vectors, are the faster. */
    private static void windows(float[] x, int size, int stride, float[] y, int yStart, int length) {
        if (stride == 2 && size == 2) {
            for (int i = 0; i < length; i++) {
                y[yStart + i] = Math.max(x[2 * i], x[2 * i + 1]);
            }
        } else if (stride == 2 && size == 3) {
            for (int i = 0; i < length; i++) {
                y[yStart + i] = Math.max(Math.max(x[2 * i], x[2 * i + 1]), x[2 * i + 2]);
            }
        } else {
            for (int i = 0; i < length; i++) {
                float most = x[i * stride];
                for (int k = 1; k < size; k++) {
                    most = Math.max(most, x[i * stride + k]);
                }
                y[yStart + i] = most;
            }
        }
    }

    /** The largest of three, which may be the same: one pass does for the usual windows. */
    private static void max3(float[] y, int yStart, float[] x, int a, int b, int c, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] = Math.max(Math.max(x[a + i], x[b + i]), x[c + i]);
        }
    }

    private static void max(float[] y, int yStart, float[] x, int xStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] = Math.max(y[yStart + i], x[xStart + i]);
        }
    }
}
