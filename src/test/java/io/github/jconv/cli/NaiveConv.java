// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.PaddingMode;
import io.github.jconv.io.Tensor;

/** nn.Conv2d by its definition, in doubles, for one image. */
record NaiveConv(Pair stride, Pair padding, Pair dilation, int groups, PaddingMode mode) {
    static final NaiveConv PLAIN = new NaiveConv(Pair.ONE, new Pair(0, 0), Pair.ONE, 1, PaddingMode.ZEROS);

    Tensor forward(Tensor x, Tensor w, float[] bias) {
        int[] in = x.shape();
        int[] k = w.shape();
        int oh = (in[1] + 2 * padding.height() - dilation.height() * (k[2] - 1) - 1) / stride.height() + 1;
        int ow = (in[2] + 2 * padding.width() - dilation.width() * (k[3] - 1) - 1) / stride.width() + 1;
        float[] y = new float[k[0] * oh * ow];
        for (int o = 0, i = 0; o < k[0]; o++) {
            for (int r = 0; r < oh; r++) {
                for (int c = 0; c < ow; c++) {
                    y[i++] = (float) ((bias == null ? 0 : bias[o]) + at(x, w, o, r, c));
                }
            }
        }
        return new Tensor(new int[] {k[0], oh, ow}, y);
    }

    private double at(Tensor x, Tensor w, int o, int r, int c) {
        int[] k = w.shape();
        double sum = 0;
        for (int i = 0; i < k[1]; i++) {
            int plane = o / (k[0] / groups) * k[1] + i;
            for (int a = 0; a < k[2]; a++) {
                for (int b = 0; b < k[3]; b++) {
                    int y = r * stride.height() - padding.height() + a * dilation.height();
                    int z = c * stride.width() - padding.width() + b * dilation.width();
                    sum += (double) w.data()[((o * k[1] + i) * k[2] + a) * k[3] + b] * pixel(x, plane, y, z);
                }
            }
        }
        return sum;
    }

    private float pixel(Tensor x, int plane, int row, int column) {
        int r = source(row, x.shape()[1]);
        int c = source(column, x.shape()[2]);
        return r < 0 || c < 0 ? 0 : x.data()[(plane * x.shape()[1] + r) * x.shape()[2] + c];
    }

    private int source(int at, int size) {
        if (at >= 0 && at < size) {
            return at;
        }
        return switch (mode) {
            case ZEROS -> -1;
            case REPLICATE -> at < 0 ? 0 : size - 1;
            case REFLECT -> at < 0 ? -at : 2 * (size - 1) - at;
            case CIRCULAR -> Math.floorMod(at, size);
        };
    }
}
