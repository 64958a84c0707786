// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
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
 * @param ph rows of padding above and below, 0 if the padding is a word
 * @param pw columns of padding on both sides, 0 if the padding is a word
 * @param padding whether the padding is an amount or a word
 * @param dh dilation down
 * @param dw dilation across
 * @param groups blocks the channels are divided into
 * @param mode what padding reads
 * @param accuracy the layer's promise; null in layers written before there was a choice
 * @param weight the weights, (outChannels, inChannels/groups, kh, kw), row-major
 * @param bias one float an output channel, or null
 * @param parallelism the most threads, 0 for as many as the pool has
 * @param activation what is applied to each output; null in versions before 2, which had none
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
        PaddingWord padding,
        int dh,
        int dw,
        int groups,
        PaddingMode mode,
        Accuracy accuracy,
        float[] weight,
        float[] bias,
        int parallelism,
        Activation activation)
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
                s.ph(),
                s.pw(),
                s.padding(),
                s.dh(),
                s.dw(),
                s.groups(),
                s.mode(),
                s.accuracy(),
                weight,
                bias,
                parallelism,
                s.activation());
    }

    private Object readResolve() throws InvalidObjectException {
        if (version < 0 || version > VERSION) {
            throw new InvalidObjectException(
                    "version=" + version + ": this jconv reads serialised layers of versions 0 to " + VERSION);
        }
        try {
            // Version 0 was written before there was a choice, too.
            Accuracy promised = version == 0 && accuracy == null ? Accuracy.EXACT : accuracy;
            Activation applied = version < 2 && activation == null ? Activation.none() : activation;
            LayerSpec layer = Validator.layer(new LayerSpec(
                    inChannels, outChannels, kh, kw, sh, sw, ph, pw, padding, dh, dw, groups, mode, promised, applied));
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
