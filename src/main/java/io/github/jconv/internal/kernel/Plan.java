// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;

/**
 * Everything decided about a call before it runs; immutable, made once an input shape.
 *
 * @param lanes floats of a vector
 * @param threads the most threads to use, the caller's included; 1 runs everything on the caller's
 * @param acrossImages whether a task is a whole image rather than a slice of one
 * @param channelSlices cuts of the output channels
 * @param pixelSlices cuts of the output pixels
 */
public record Plan(
        Geometry geometry,
        Kernel kernel,
        Layout layout,
        int lanes,
        int threads,
        boolean acrossImages,
        int channelSlices,
        int pixelSlices) {

    public Tile tile() {
        return layout.tile();
    }

    /** Independent pieces of one image. */
    public int slices() {
        return channelSlices * pixelSlices;
    }

    /** Floats a forward borrows at most, beyond input, weights and output. */
    public long scratchFloats() {
        long staged = (long) layout.stagedFloats() * (acrossImages ? threads : 1);
        return staged + threads * (layout.sliceFloats() + kernel.rowFloats());
    }

    /** Floats of the packed copy of the weights, which stays with the layer. */
    public long packedFloats() {
        return kernel.packedFloats(this);
    }
}
