// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

/** The order of the floats of an input and an output: PyTorch's memory formats. */
public enum DataLayout {
    /** Plane after plane, (N, C, H, W) or unbatched (C, H, W): PyTorch's {@code contiguous_format}. The default. */
    NCHW,
    /** Pixel after pixel, (N, H, W, C) or unbatched (H, W, C): PyTorch's {@code channels_last}, TensorFlow's default. */
    NHWC
}
