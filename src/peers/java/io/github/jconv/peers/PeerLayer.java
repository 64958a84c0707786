// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.peers;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.Oracle;

/**
 * A case as the peers are given it: with zeros for them to pad, or padded already where the mode is another, the sides
 * are uneven or the weights are not finite, since a peer may leave out taps that read a zero.
 *
 * @param conv its numbers; the padding is of {@code ZEROS}, and for PyTorch an {@code AMOUNT}
 * @param bias zeros if the case has none
 */
record PeerLayer(ConvCase conv, float[] input, float[] weight, float[] bias) {
    /** For PyTorch. */
    static PeerLayer of(ConvCase c) {
        float[] bias = biasOf(c);
        boolean even = c.extension().bottom() == c.ph() && c.extension().right() == c.pw();
        boolean amount = c.padding() == Padding.AMOUNT || c.padding() == Padding.VALID;
        if (padsWithZeros(c) && even && amount) {
            return new PeerLayer(padded(c, c.ih(), c.iw(), c.ph(), c.pw()), c.input(), c.weight(), bias);
        }
        Oracle oracle = new Oracle(c);
        ConvCase larger = padded(c, oracle.paddedHeight(), oracle.paddedWidth(), 0, 0);
        return new PeerLayer(larger, oracle.pad(c.input()), c.weight(), bias);
    }

    /**
     * For ONNX Runtime, which has {@code pads} for each side, and {@code auto_pad} where there is no dilation. By that it
     * crops the image where the stride is larger than the window; ONNX's own shape inference pads by none there.
     */
    static PeerLayer ofOnnx(ConvCase c) {
        boolean amount = c.padding() == Padding.AMOUNT || c.padding() == Padding.VALID;
        boolean auto =
                c.padding() != Padding.SAME && c.dh() == 1 && c.dw() == 1 && c.sh() <= c.kh() && c.sw() <= c.kw();
        return padsWithZeros(c) && (amount || auto) ? new PeerLayer(c, c.input(), c.weight(), biasOf(c)) : of(c);
    }

    private static boolean padsWithZeros(ConvCase c) {
        return c.mode() == PaddingMode.ZEROS
                && c.extension().columns() == PaddingMode.ZEROS
                && c.data() != Data.NONFINITE;
    }

    private static float[] biasOf(ConvCase c) {
        return c.bias() ? c.biasValues() : new float[c.oc()];
    }

    private static ConvCase padded(ConvCase c, int ih, int iw, int ph, int pw) {
        return new ConvCase(
                c.n(),
                true,
                c.groups(),
                c.ic(),
                ih,
                iw,
                c.oc(),
                c.kh(),
                c.kw(),
                c.sh(),
                c.sw(),
                Padding.AMOUNT,
                ph,
                pw,
                c.dh(),
                c.dw(),
                PaddingMode.ZEROS,
                true,
                c.data(),
                c.seed());
    }
}
