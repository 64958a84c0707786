// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.DataLayout;

/** Brings floats of images from NCHW into another layout and back. */
public final class DataOrder {
    private DataOrder() {}

    /** A copy of NCHW {@code floats} in {@code layout}. */
    public static float[] of(DataLayout layout, float[] floats, int images, int channels) {
        return layout == DataLayout.NHWC ? turned(floats, images, channels, true) : floats.clone();
    }

    /** A copy of floats in {@code layout} as NCHW. */
    public static float[] toPlanes(DataLayout layout, float[] floats, int images, int channels) {
        return layout == DataLayout.NHWC ? turned(floats, images, channels, false) : floats.clone();
    }

    private static float[] turned(float[] floats, int images, int channels, boolean toPixels) {
        float[] turned = new float[floats.length];
        int pixels = images == 0 ? 0 : floats.length / images / channels;
        for (int image = 0; image < images; image++) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < pixels; p++) {
                    int plane = (image * channels + c) * pixels + p;
                    int pixel = (image * pixels + p) * channels + c;
                    turned[toPixels ? pixel : plane] = floats[toPixels ? plane : pixel];
                }
            }
        }
        return turned;
    }
}
