// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * What a network does between its convolutions. Sums are plain loops that C2 makes vector code of: as fast as the Vector API
 * here, memory being what they wait for, and not slow until compiled. A NaN stays one.
 */
final class PlaneLoops {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

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
     * borders that stay; then of the columns of a window, at each column; then those that the stride leaves. In vectors, as C2
     * makes none of maxima, each of which is five instructions.
     */
    static void maxPool(Node.MaxPool pool, Place x, Place y, int from, int to) {
        Shape in = pool.from();
        Shape out = pool.output();
        int padding = pool.padding();
        float[] columns = new float[in.w() + 2 * padding];
        Arrays.fill(columns, Float.NEGATIVE_INFINITY);
        float[] windows = new float[columns.length - pool.size() + 1];
        for (int row = from * out.h(); row < to * out.h(); row++) {
            int plane = x.start() + row / out.h() * in.plane();
            int top = row % out.h() * pool.stride() - padding;
            int first = Math.max(0, top);
            int last = Math.min(in.h(), top + pool.size()) - 1;
            max(columns, padding, x.array(), plane + first * in.w(), in.w(), last - first + 1, in.w());
            max(windows, 0, columns, 0, 1, pool.size(), windows.length);
            int start = y.start() + row * out.w();
            for (int i = 0; i < out.w(); i++) {
                y.array()[start + i] = windows[i * pool.stride()];
            }
        }
    }

    /**
     * The largest of {@code count} floats, {@code step} apart, at each of {@code length} places. Whole vectors without a mask: with
     * one in each JDK 17 takes nine times as long.
     */
    private static void max(float[] y, int yStart, float[] x, int xStart, int step, int count, int length) {
        int whole = S.loopBound(length);
        for (int i = 0; i < whole; i += S.length()) {
            FloatVector most = FloatVector.fromArray(S, x, xStart + i);
            for (int k = 1; k < count; k++) {
                most = most.max(FloatVector.fromArray(S, x, xStart + k * step + i));
            }
            most.intoArray(y, yStart + i);
        }
        if (whole < length) {
            VectorMask<Float> there = S.indexInRange(whole, length);
            FloatVector most = FloatVector.fromArray(S, x, xStart + whole, there);
            for (int k = 1; k < count; k++) {
                most = most.max(FloatVector.fromArray(S, x, xStart + k * step + whole, there));
            }
            most.intoArray(y, yStart + whole, there);
        }
    }
}
