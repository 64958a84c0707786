// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Activation;
import io.github.jconv.internal.geometry.LayerSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A layer's weights and bias, and the packed copies the kernels read, each packed once. */
public final class Weights {
    private final LayerSpec layer;
    private final float[] oihw;
    private final float[] bias;
    private final boolean hasBias;
    private volatile Boolean finite;
    private final Map<Integer, float[]> packed = new ConcurrentHashMap<>();
    private final Map<Integer, float[]> winograd = new ConcurrentHashMap<>();
    private volatile float[] tapByTap;

    /** Of arrays that nobody changes any more; {@code bias} may be null. */
    public Weights(LayerSpec layer, float[] oihw, float[] bias) {
        this.layer = layer;
        this.oihw = oihw;
        this.hasBias = bias != null;
        this.bias = hasBias ? bias : new float[layer.outChannels()];
    }

    /** The weights as given. */
    public float[] oihw() {
        return oihw;
    }

    /** The bias, zeros if there is none. */
    public float[] bias() {
        return bias;
    }

    public boolean hasBias() {
        return hasBias;
    }

    /** What is applied to each output. */
    Activation activation() {
        return layer.activation();
    }

    /** Whether no weight is infinite or NaN, so that one times a zero of the padding adds nothing. */
    boolean finite() {
        if (finite == null) {
            finite = allFinite();
        }
        return finite;
    }

    private boolean allFinite() {
        for (float w : oihw) {
            if (!Float.isFinite(w)) {
                return false;
            }
        }
        return true;
    }

    /** Weights and bias packed for tiles of {@code channels} output channels, as {@link WeightPacker} lays them out. */
    public float[] packed(int channels) {
        float[] found = packed.get(channels);
        return found != null ? found : packed(Streams.one(channels));
    }

    /** The same in streams. */
    float[] packed(Streams streams) {
        return copy(streams, false);
    }

    /** The weights of a depthwise layer, all channels of a tap together. */
    float[] tapByTap() {
        float[] found = tapByTap;
        if (found == null) {
            int taps = layer.taps();
            found = new float[oihw.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = oihw[i % layer.outChannels() * taps + i / layer.outChannels()];
            }
            tapByTap = found;
        }
        return found;
    }

    /** The same of transformed weights, as {@link WinogradWeights} lays them out. */
    float[] winograd(int channels) {
        float[] found = winograd.get(channels);
        return found != null ? found : winograd(Streams.one(channels));
    }

    float[] winograd(Streams streams) {
        return copy(streams, true);
    }

    private float[] copy(Streams streams, boolean transformed) {
        // Three ways to pack for so many channels; of -128 to 127 no new object is made.
        int channels = streams.channels();
        int other = streams.width() < channels ? ~channels : -channels;
        int key = streams.isOne() ? channels : other;
        Map<Integer, float[]> copies = transformed ? winograd : packed;
        float[] found = copies.get(key);
        return found != null
                ? found
                : copies.computeIfAbsent(
                        key,
                        k -> transformed
                                ? WinogradWeights.pack(layer, oihw, streams)
                                : WeightPacker.pack(layer, oihw, bias, streams));
    }
}
