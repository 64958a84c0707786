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
     * Planes {@code from} to {@code to} of a pool. A row of windows at a time: the largest of each column, then of the
     * columns of each window, then the windows that the stride leaves.
     */
    static void maxPool(Node.MaxPool pool, Place x, Place y, int from, int to) {
        Shape in = pool.from();
        Shape out = pool.output();
        float[] columns = new float[in.w() + 2 * pool.padding()];
        float[] windows = new float[columns.length - pool.size() + 1];
        for (int row = from * out.h(); row < to * out.h(); row++) {
            int plane = row / out.h();
            int top = row % out.h() * pool.stride() - pool.padding();
            Arrays.fill(columns, Float.NEGATIVE_INFINITY);
            for (int ih = Math.max(0, top); ih < Math.min(in.h(), top + pool.size()); ih++) {
                max(columns, pool.padding(), x.array(), x.start() + plane * in.plane() + ih * in.w(), in.w());
            }
            Arrays.fill(windows, Float.NEGATIVE_INFINITY);
            for (int k = 0; k < pool.size(); k++) {
                max(windows, 0, columns, k, windows.length);
            }
            for (int ow = 0; ow < out.w(); ow++) {
                y.array()[y.start() + row * out.w() + ow] = windows[ow * pool.stride()];
            }
        }
    }

    private static void max(float[] y, int yStart, float[] x, int xStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] = Math.max(y[yStart + i], x[xStart + i]);
        }
    }
}
