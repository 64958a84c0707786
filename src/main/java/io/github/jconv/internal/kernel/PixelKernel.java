// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Computes images in NHWC as they are, all channels of a run of pixels, where {@link Windows} need not turn them. */
interface PixelKernel {
    /** Floats of {@link Scratch#window} that it works in. */
    int floats();

    /** Units that an image's pixels can be cut into. */
    int pixelUnits();

    /** Computes pixel units {@code [p0, p1)}. */
    void compute(ImageCall call, int p0, int p1, float[] window);
}
