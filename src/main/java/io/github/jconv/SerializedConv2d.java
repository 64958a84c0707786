// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import io.github.jconv.internal.validate.Validator;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * The serialised form of a {@link Conv2d}: its parameters as written, validated again when read.
 *
 * @param version of the form; a stream from before forms were numbered has none, and reads as 0
 * @param inChannels planes in the input
 * @param outChannels planes in the output
 * @param kh rows of the window
 * @param kw columns of the window
 * @param sh stride down
 * @param sw stride across
 * @param ph rows of padding above, 0 if the padding is a word
 * @param pw columns of padding on the left, 0 if the padding is a word
 * @param pb rows of padding below; before version 2 as many as above
 * @param pr columns of padding on the right; before version 2 as many as on the left
 * @param padding whether the padding is an amount or a word
 * @param dh dilation down
 * @param dw dilation across
 * @param groups blocks the channels are divided into
 * @param mode what padding reads above and below
 * @param widthMode what padding reads on the left and right; before version 2 the same
 * @param circularRepeats whether circular padding may go round more than once; before version 2 it may not
 * @param accuracy the layer's promise; null in layers written before there was a choice
 * @param weight the weights, (outChannels, inChannels/groups, kh, kw), row-major
 * @param bias one float an output channel, or null
 * @param parallelism the most threads, 0 for as many as the pool has
 * @param activation name of the function that is applied to each output, null for none and in versions before 2
 * @param activationFirst its first parameter, or 0
 * @param activationSecond its second parameter, or 0
 */
record SerializedConv2d(
        int version,
        int inChannels,
        int outChannels,
        int kh,
        int kw,
        int sh,
        int sw,
        int ph,
        int pw,
        int pb,
        int pr,
        PaddingWord padding,
        int dh,
        int dw,
        int groups,
        PaddingMode mode,
        PaddingMode widthMode,
        boolean circularRepeats,
        Accuracy accuracy,
        float[] weight,
        float[] bias,
        int parallelism,
        String activation,
        float activationFirst,
        float activationSecond)
        implements Serializable {
    /** The version that is written; it counts up when a field changes its meaning or a reader must not ignore a new one. */
    static final int VERSION = 2;

    private static final long serialVersionUID = 1;

    SerializedConv2d(LayerSpec s, float[] weight, float[] bias, int parallelism) {
        this(
                VERSION,
                s.inChannels(),
                s.outChannels(),
                s.kh(),
                s.kw(),
                s.sh(),
                s.sw(),
                s.padding().top(),
                s.padding().left(),
                s.padding().bottom(),
                s.padding().right(),
                s.padding().word(),
                s.dh(),
                s.dw(),
                s.groups(),
                s.padding().heightMode(),
                s.padding().widthMode(),
                s.padding().repeats(),
                s.accuracy(),
                weight,
                bias,
                parallelism,
                s.activation().equals(Activation.none())
                        ? null
                        : s.activation().function().name(),
                s.activation().first(),
                s.activation().second());
    }

    private Object readResolve() throws InvalidObjectException {
        if (version < 0 || version > VERSION) {
            throw new InvalidObjectException(
                    "version=" + version + ": this jconv reads serialised layers of versions 0 to " + VERSION);
        }
        try {
            // Version 0 was written before there was a choice, too.
            Accuracy promised = version == 0 && accuracy == null ? Accuracy.EXACT : accuracy;
            Padding pads = version < 2
                    ? Padding.of(padding, ph, pw, mode)
                    : new Padding(padding, ph, pw, pb, pr, mode, widthMode, circularRepeats);
            Activation applied = version < 2 || activation == null
                    ? Activation.none()
                    : Activation.of(activation, activationFirst, activationSecond);
            LayerSpec layer = Validator.layer(
                    new LayerSpec(inChannels, outChannels, kh, kw, sh, sw, pads, dh, dw, groups, promised, applied));
            int threads = parallelism == Conv2d.POOL_PARALLELISM ? parallelism : Validator.parallelism(parallelism);
            return new Conv2d(
                    layer,
                    Validator.weight(layer, weight).clone(),
                    bias == null ? null : Validator.bias(layer, bias).clone(),
                    threads);
        } catch (IllegalArgumentException e) {
            InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }
}
