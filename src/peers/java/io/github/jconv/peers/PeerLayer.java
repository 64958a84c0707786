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
 * @param conv its numbers; the padding is {@code AMOUNT} and {@code ZEROS}
 * @param bias zeros if the case has none
 */
record PeerLayer(ConvCase conv, float[] input, float[] weight, float[] bias) {
    static PeerLayer of(ConvCase c) {
        float[] bias = c.bias() ? c.biasValues() : new float[c.oc()];
        if (c.mode() == PaddingMode.ZEROS && c.padding() != Padding.SAME && c.data() != Data.NONFINITE) {
            return new PeerLayer(padded(c, c.ih(), c.iw(), c.ph(), c.pw()), c.input(), c.weight(), bias);
        }
        Oracle oracle = new Oracle(c);
        ConvCase larger = padded(c, oracle.paddedHeight(), oracle.paddedWidth(), 0, 0);
        return new PeerLayer(larger, oracle.pad(c.input()), c.weight(), bias);
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
