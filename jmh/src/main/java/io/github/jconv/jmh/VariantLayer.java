// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.DataLayout;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Candidates;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A layer on data of some form, made of texts: to {@link Variant}, which asks for it, its class is another. */
final class VariantLayer implements Runnable {
    /** Where a caller's data is. */
    enum Data {
        /** In arrays, (N, C, H, W). */
        NCHW,
        /** In arrays, (N, H, W, C). */
        NHWC,
        /** In direct buffers, (N, C, H, W). */
        BUFFERS
    }

    private final Conv2d conv;
    private final int[] shape;
    private final Data data;
    private final float[] input;
    private final float[] output;
    private final FloatBuffer inputBuffer;
    private final FloatBuffer outputBuffer;

    private VariantLayer(ConvCase c, AccuracyChoice accuracy, int threads, Data data) {
        conv = accuracy.set(c.builder()).parallelism(threads).build();
        this.data = data;
        shape = data == Data.NHWC ? new int[] {c.n(), c.ih(), c.iw(), c.ic()} : c.shape();
        input = c.input();
        output = conv.forward(input, c.shape());
        inputBuffer = direct(input.length).put(0, input);
        outputBuffer = direct(output.length);
    }

    static VariantLayer of(String layer, String accuracy, int threads, String data) {
        return new VariantLayer(ConvCase.parse(layer), AccuracyChoice.valueOf(accuracy), threads, Data.valueOf(data));
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void run() {
        switch (data) {
            case NCHW -> conv.forward(input, 0, output, 0, shape);
            case NHWC -> conv.forward(DataLayout.NHWC, input, 0, output, 0, shape);
            case BUFFERS -> conv.forward(inputBuffer.clear(), outputBuffer.clear(), shape);
        }
    }

    float[] output() {
        if (data == Data.BUFFERS) {
            outputBuffer.get(0, output);
        }
        return output;
    }

    /** Kernel, tile, lanes and cut of the plan for arrays, such as "pointwise 14x2, rows, 1 of channels by 8 of pixels". */
    static String plan(String text, String accuracy, int threads) {
        ConvCase c = ConvCase.parse(text);
        Geometry g = Geometry.of(CaseGeometry.layer(c, Accuracy.valueOf(accuracy)), c.n(), c.ih(), c.iw());
        Plan plan = Planner.plan(g, Platform.current(), threads);
        String name = Candidates.name(plan);
        return plan.threads() == 1 ? name : name + ", " + Candidates.cut(plan);
    }
}
