// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

/**
 * All numbers of one call: a layer on an input of {@code n} images of {@code ih x iw}.
 *
 * <p>The sizes fit {@code int} and each array fits a Java array; {@code Validator} has seen to it.
 *
 * @param padTop rows of padding above; {@code padBottom}, {@code padLeft}, {@code padRight} likewise
 */
public record Geometry(
        LayerSpec layer, int n, int ih, int iw, int oh, int ow, int padTop, int padBottom, int padLeft, int padRight) {
    private static final long MOVE_WORK = 4;

    /** The geometry of a validated call. */
    public static Geometry of(LayerSpec layer, int n, int ih, int iw) {
        PaddedAxis height = PaddedAxis.height(layer, ih);
        PaddedAxis width = PaddedAxis.width(layer, iw);
        return new Geometry(
                layer,
                n,
                ih,
                iw,
                (int) height.outputs(),
                (int) width.outputs(),
                (int) height.before(),
                (int) height.after(),
                (int) width.before(),
                (int) width.after());
    }

    /** PyTorch's output size of one axis; not positive where the window is larger than the padded input. */
    public static long outputSize(long size, long padding, long window, long stride) {
        return Math.floorDiv(size + padding - window, stride) + 1;
    }

    /** Rows of the padded image. */
    public int paddedHeight() {
        return ih + padTop + padBottom;
    }

    /** Columns of the padded image. */
    public int paddedWidth() {
        return iw + padLeft + padRight;
    }

    /** True if no output reads padding. */
    public boolean unpadded() {
        return padTop == 0 && padBottom == 0 && padLeft == 0 && padRight == 0;
    }

    /** Floats of one input plane. */
    public int inPlane() {
        return ih * iw;
    }

    /** Floats of one output plane. */
    public int outPlane() {
        return oh * ow;
    }

    /** Floats of one input image. */
    public int inImage() {
        return layer.inChannels() * inPlane();
    }

    /** Floats of one output image. */
    public int outImage() {
        return layer.outChannels() * outPlane();
    }

    /** Multiply-adds of one image, padding included. */
    public long imageMultiplyAdds() {
        return (long) outImage() * layer.taps();
    }

    /**
     * How long an image takes, in multiply-adds: those it has, and for each float read or written as many as are done while
     * it is moved. 55 take a nanosecond on one core of Zen 4, dense or depthwise.
     */
    public long imageWork() {
        return imageMultiplyAdds() + MOVE_WORK * ((long) inImage() + outImage());
    }

    /** The same of all images. */
    public long work() {
        return n * imageWork();
    }

    /** Multiply-adds of the call, padding included. */
    public long multiplyAdds() {
        return n * imageMultiplyAdds();
    }
}
