// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.HashMap;
import java.util.Map;

/** How long the layers of a network take, over all tiles of a picture. */
final class LayerTimes {
    private final Map<ConvStep, Layer> layers = new HashMap<>();
    private long other;

    /** Sums over the tiles. */
    private static final class Layer {
        private long nanos;
        private long multiplyAdds;
    }

    /** Computes and times a layer. */
    void step(ConvStep step, float[] in, int inOffset, float[] out, int outOffset, int h, int w) {
        long start = System.nanoTime();
        step.forward(in, inOffset, out, outOffset, h, w);
        add(step, start, h, w);
    }

    /** The same of a layer to which a residual is added; all from the start of their arrays. */
    void stepAdd(ConvStep step, float[] in, float[] residual, float[] out, int h, int w) {
        long start = System.nanoTime();
        step.forwardAdd(in, residual, out, h, w);
        add(step, start, h, w);
    }

    private void add(ConvStep step, long start, int h, int w) {
        Layer layer = layers.computeIfAbsent(step, key -> new Layer());
        layer.nanos += System.nanoTime() - start;
        layer.multiplyAdds += step.conv().multiplyAdds(step.conv().inChannels(), h, w);
    }

    /** Does and times work between the layers. */
    void other(Runnable work) {
        long start = System.nanoTime();
        work.run();
        other += System.nanoTime() - start;
    }

    /** Nanoseconds of a layer. */
    long nanos(ConvStep step) {
        return layers.get(step).nanos;
    }

    /** Multiply-adds of a layer, those of overlaps included. */
    long multiplyAdds(ConvStep step) {
        return layers.get(step).multiplyAdds;
    }

    /** Nanoseconds between the layers. */
    long otherNanos() {
        return other;
    }

    /** Nanoseconds of everything. */
    long nanos() {
        return other + layers.values().stream().mapToLong(layer -> layer.nanos).sum();
    }

    /** Multiply-adds of everything. */
    long multiplyAdds() {
        return layers.values().stream().mapToLong(layer -> layer.multiplyAdds).sum();
    }
}
