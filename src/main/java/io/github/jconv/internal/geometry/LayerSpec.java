// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import io.github.jconv.Accuracy;
import io.github.jconv.Activation;
import io.github.jconv.PaddingMode;
import java.io.Serializable;

/** The parameters of a layer, in PyTorch's sense and already validated. */
public record LayerSpec(
        int inChannels,
        int outChannels,
        int kh,
        int kw,
        int sh,
        int sw,
        Padding padding,
        int dh,
        int dw,
        int groups,
        Accuracy accuracy,
        Activation activation)
        implements Serializable {

    /** A layer that PyTorch has too, of accuracy {@code EXACT} and without activation. */
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
        this(
                inChannels,
                outChannels,
                kh,
                kw,
                sh,
                sw,
                Padding.of(padding, ph, pw, mode),
                dh,
                dw,
                groups,
                Accuracy.EXACT);
    }

    /** A layer without activation. */
    public LayerSpec(
            int inChannels,
            int outChannels,
            int kh,
            int kw,
            int sh,
            int sw,
            Padding padding,
            int dh,
            int dw,
            int groups,
            Accuracy accuracy) {
        this(inChannels, outChannels, kh, kw, sh, sw, padding, dh, dw, groups, accuracy, Activation.none());
    }

    /** The same layer with another activation. */
    public LayerSpec with(Activation other) {
        return new LayerSpec(inChannels, outChannels, kh, kw, sh, sw, padding, dh, dw, groups, accuracy, other);
    }

    /** Whether the padding is PyTorch's {@code 'same'}. */
    public boolean same() {
        return padding.word() == PaddingWord.SAME;
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

    /** True if each output channel reads one input channel. */
    public boolean depthwise() {
        return groups == inChannels;
    }
}
