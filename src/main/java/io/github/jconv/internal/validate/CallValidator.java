// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import static io.github.jconv.internal.validate.Validator.MAX_ARRAY;
import static io.github.jconv.internal.validate.Validator.bad;
import static io.github.jconv.internal.validate.Validator.notNegative;
import static io.github.jconv.internal.validate.Validator.notNull;

import io.github.jconv.DataLayout;
import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddedAxis;
import io.github.jconv.internal.geometry.Padding;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Is a call of a legal layer legal? Its shape, arrays and buffers; as {@link Validator}. */
public final class CallValidator {
    private CallValidator() {}

    /**
     * The geometry of an input of {@code shape}, (N, C, H, W) or (C, H, W).
     *
     * @throws IllegalArgumentException if the layer does not take it
     */
    public static Geometry geometry(LayerSpec s, int[] shape) {
        return geometry(s, DataLayout.NCHW, shape);
    }

    /**
     * The geometry of an input of {@code shape}, (N, C, H, W) or (C, H, W), or of NHWC (N, H, W, C) or (H, W, C).
     *
     * @throws IllegalArgumentException if the layer does not take it
     */
    public static Geometry geometry(LayerSpec s, DataLayout layout, int[] shape) {
        notNull("layout", layout);
        notNull("shape", shape);
        boolean channelsLast = layout == DataLayout.NHWC;
        if (shape.length != 3 && shape.length != 4) {
            throw bad(
                    "shape=%s: expected 3 %s or 4 %s sizes, got %d",
                    Arrays.toString(shape),
                    channelsLast ? "(H, W, C)" : "(C, H, W)",
                    channelsLast ? "(N, H, W, C)" : "(N, C, H, W)",
                    shape.length);
        }
        int at = shape.length - 3;
        int n = at == 0 ? 1 : shape[0];
        int channels = shape[channelsLast ? at + 2 : at];
        int ih = shape[channelsLast ? at : at + 1];
        int iw = shape[channelsLast ? at + 1 : at + 2];
        notNegative("shape[0] (N)", n);
        if (channels != s.inChannels()) {
            throw bad(
                    "shape=%s: given groups=%d, weight of size [%d, %d, %d, %d], expected input to have %d channels, but got %d channels instead",
                    Arrays.toString(shape),
                    s.groups(),
                    s.outChannels(),
                    s.icg(),
                    s.kh(),
                    s.kw(),
                    s.inChannels(),
                    channels);
        }
        if (ih <= 0 || iw <= 0) {
            throw bad(
                    "shape=%s: height %d and width %d must be at least 1; only a batch of 0 is supported",
                    Arrays.toString(shape), ih, iw);
        }
        PaddedAxis height = PaddedAxis.height(s, ih);
        PaddedAxis width = PaddedAxis.width(s, iw);
        paddingFits(s.padding(), s.padding().heightMode(), 0, height);
        paddingFits(s.padding(), s.padding().widthMode(), 1, width);
        long paddedHeight = height.padded();
        long paddedWidth = width.padded();
        if (s.windowHeight() > paddedHeight || s.windowWidth() > paddedWidth) {
            throw bad(
                    "shape=%s: calculated padded input size per channel: (%d x %d). Kernel size: (%d x %d) with dilation."
                            + " Kernel size can't be greater than actual input size",
                    Arrays.toString(shape), paddedHeight, paddedWidth, s.windowHeight(), s.windowWidth());
        }
        if (paddedHeight > MAX_ARRAY || paddedWidth > MAX_ARRAY) {
            throw bad(
                    "shape=%s: padded size (%d x %d) has a side of more than %d",
                    Arrays.toString(shape), paddedHeight, paddedWidth, MAX_ARRAY);
        }
        fitsArray("input", n, channels, ih, iw);
        fitsArray("output", n, s.outChannels(), height.outputs(), width.outputs());
        return Geometry.of(s, n, ih, iw);
    }

    /** An input array that is the whole input. */
    public static void wholeInput(float[] input, Geometry g) {
        notNull("input", input);
        long expected = (long) g.n() * g.inImage();
        if (input.length != expected) {
            throw bad(
                    "input.length=%d: expected %d = N %d * C %d * H %d * W %d",
                    input.length, expected, g.n(), g.layer().inChannels(), g.ih(), g.iw());
        }
    }

    /** Input and output regions inside their arrays, not overlapping. */
    public static void regions(float[] input, int inputOffset, float[] output, int outputOffset, Geometry g) {
        notNull("input", input);
        notNull("output", output);
        long in = (long) g.n() * g.inImage();
        long out = (long) g.n() * g.outImage();
        region("input", input, inputOffset, in);
        region("output", output, outputOffset, out);
        if (input == output && inputOffset < outputOffset + out && outputOffset < inputOffset + in) {
            throw bad(
                    "outputOffset=%d: output of %d elements overlaps the input of %d elements at inputOffset=%d in the same array",
                    outputOffset, out, in, inputOffset);
        }
    }

    /** Input and output between the positions and limits of buffers of this machine's byte order, not overlapping. */
    public static void buffers(FloatBuffer input, FloatBuffer output, Geometry g) {
        buffer("input", input, (long) g.n() * g.inImage());
        buffer("output", output, (long) g.n() * g.outImage());
        if (output.isReadOnly()) {
            throw bad("output.isReadOnly()=true: must be a buffer that can be written");
        }
        boolean sameArray = input.hasArray() && output.hasArray() && input.array() == output.array();
        int from = sameArray ? input.arrayOffset() + input.position() : 0;
        int to = sameArray ? output.arrayOffset() + output.position() : 0;
        // Of others, direct, read-only or views of bytes, Java 17 does not say where they are, but for the same object.
        boolean overlap = sameArray ? from < to + output.remaining() && to < from + input.remaining() : input == output;
        if (overlap && input.hasRemaining()) {
            throw bad(
                    "output.position()=%d: output of %d elements overlaps the input of %d elements at position %d in the same %s",
                    output.position(),
                    output.remaining(),
                    input.remaining(),
                    input.position(),
                    sameArray ? "array" : "buffer");
        }
    }

    private static void buffer(String name, FloatBuffer buffer, long length) {
        notNull(name, buffer);
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw bad(
                    "%s.order()=%s: must be %s, this machine's; call order(ByteOrder.nativeOrder()) on the ByteBuffer before asFloatBuffer()",
                    name, buffer.order(), ByteOrder.nativeOrder());
        }
        if (buffer.remaining() != length) {
            throw bad(
                    "%s.remaining()=%d: expected %d elements from position %d to limit %d",
                    name, buffer.remaining(), length, buffer.position(), buffer.limit());
        }
    }

    /** As {@link #regions}, and a residual of the output's shape: the output's own region, or one beside it. */
    public static void residual(float[] residual, int residualOffset, float[] output, int outputOffset, Geometry g) {
        notNull("residual", residual);
        long out = (long) g.n() * g.outImage();
        region("residual", residual, residualOffset, out);
        if (residual == output
                && residualOffset != outputOffset
                && residualOffset < outputOffset + out
                && outputOffset < residualOffset + out) {
            throw bad(
                    "residualOffset=%d: residual of %d elements overlaps the output at outputOffset=%d in the same array;"
                            + " it must be the output's region itself or beside it",
                    residualOffset, out, outputOffset);
        }
    }

    /** A residual array that is the whole residual. */
    public static void wholeResidual(float[] residual, Geometry g) {
        notNull("residual", residual);
        long expected = (long) g.n() * g.outImage();
        if (residual.length != expected) {
            throw bad(
                    "residual.length=%d: expected %d = N %d * outChannels %d * H' %d * W' %d",
                    residual.length, expected, g.n(), g.layer().outChannels(), g.oh(), g.ow());
        }
    }

    private static void region(String name, float[] array, int offset, long length) {
        if (offset < 0) {
            throw bad("%sOffset=%d: must be at least 0", name, offset);
        }
        if (offset + length > array.length) {
            throw bad(
                    "%s.length=%d: expected at least %d = %sOffset %d + %d elements",
                    name, array.length, offset + length, name, offset, length);
        }
    }

    private static void paddingFits(Padding padding, PaddingMode mode, int axis, PaddedAxis a) {
        String side = axis == 0 ? "height" : "width";
        if (mode == PaddingMode.REFLECT && a.most() >= a.size()) {
            throw bad(
                    "padding[%d]=%d: reflect padding size should be less than the corresponding input dimension, the input %s %d",
                    axis, a.most(), side, a.size());
        }
        if (mode == PaddingMode.CIRCULAR && a.most() > a.size() && !padding.repeats()) {
            throw bad(
                    "padding[%d]=%d: circular padding must be at most the input %s %d (padding value causes wrapping around more than once)",
                    axis, a.most(), side, a.size());
        }
    }

    private static void fitsArray(String name, long n, long c, long h, long w) {
        long plane = h * w; // each below 2^32 and positive: checked before
        if (plane > MAX_ARRAY || plane * c > MAX_ARRAY || plane * c * n > MAX_ARRAY) {
            throw bad(
                    "%s of shape (%d, %d, %d, %d) has more than %d elements, the limit of an array",
                    name, n, c, h, w, MAX_ARRAY);
        }
    }
}
