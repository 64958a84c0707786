// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import io.github.jconv.Accuracy;
import io.github.jconv.Activation;
import io.github.jconv.PaddingMode;
import java.io.Serializable;

/**
 * The parameters of a layer, in PyTorch's sense and already validated.
 *
 * <p>Where the padding was given as a word, {@code ph} and {@code pw} are 0; for {@code SAME} the amounts follow from
 * kernel and dilation.
 */
public record LayerSpec(
        int inChannels,
        int outChannels,
        int kh,
        int kw,
        int sh,
        int sw,
        int ph,
        int pw,
        PaddingWord padding,
        int dh,
        int dw,
        int groups,
        PaddingMode mode,
        Accuracy accuracy,
        Activation activation)
        implements Serializable {

    /** A layer of accuracy {@code EXACT}. */
    public LayerSpec(
            int inChannels,
            int outChannels,
            int kh,
            int kw,
            int sh,
            int sw,
            int ph,
            int pw,
            PaddingWord padding,
            int dh,
            int dw,
            int groups,
            PaddingMode mode) {
        this(inChannels, outChannels, kh, kw, sh, sw, ph, pw, padding, dh, dw, groups, mode, Accuracy.EXACT);
    }

    /** A layer without activation. */
    public LayerSpec(
            int inChannels,
            int outChannels,
            int kh,
            int kw,
            int sh,
            int sw,
            int ph,
            int pw,
            PaddingWord padding,
            int dh,
            int dw,
            int groups,
            PaddingMode mode,
            Accuracy accuracy) {
        this(
                inChannels,
                outChannels,
                kh,
                kw,
                sh,
                sw,
                ph,
                pw,
                padding,
                dh,
                dw,
                groups,
                mode,
                accuracy,
                Activation.none());
    }

    /** The same layer with another activation. */
    public LayerSpec with(Activation other) {
        return new LayerSpec(
                inChannels, outChannels, kh, kw, sh, sw, ph, pw, padding, dh, dw, groups, mode, accuracy, other);
    }

    /** Whether the padding is PyTorch's {@code 'same'}. */
    public boolean same() {
        return padding == PaddingWord.SAME;
    }

    /** Input channels a group: what one output channel reads. */
    public int icg() {
        return inChannels / groups;
    }

    /** Output channels a group. */
    public int ocg() {
        return outChannels / groups;
    }

    /** Taps of one output channel. */
    public int taps() {
        return icg() * kh * kw;
    }

    /** Length of the OIHW weights. */
    public long weightLength() {
        return (long) outChannels * icg() * kh * kw;
    }

    /** Rows the window spans: the receptive field's height. */
    public long windowHeight() {
        return (long) dh * (kh - 1) + 1;
    }

    /** Columns the window spans: the receptive field's width. */
    public long windowWidth() {
        return (long) dw * (kw - 1) + 1;
    }

    /** Rows added above; for {@code same} the smaller half. */
    public long padTop() {
        return same() ? (windowHeight() - 1) / 2 : ph;
    }

    /** Rows added below; for {@code same} the larger half. */
    public long padBottom() {
        return same() ? windowHeight() - 1 - padTop() : ph;
    }

    /** Columns added on the left; for {@code same} the smaller half. */
    public long padLeft() {
        return same() ? (windowWidth() - 1) / 2 : pw;
    }

    /** Columns added on the right; for {@code same} the larger half. */
    public long padRight() {
        return same() ? windowWidth() - 1 - padLeft() : pw;
    }

    /** True if each output channel reads one input channel. */
    public boolean depthwise() {
        return groups == inChannels;
    }
}
