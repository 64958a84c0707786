// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * The outputs one micro-kernel call holds in registers: as many sums as {@code broadcasts * vectors} vectors.
 *
 * @param broadcasts single floats of a tap, each multiplied with all vectors: weights of output channels where lanes run along
 *     pixels, pixels where they run along channels
 * @param vectors vectors of a tap: of pixels, or of output channels' weights
 */
public record Tile(int broadcasts, int vectors) {
    /** One output at a time: the scalar kernel's. */
    public static final Tile SCALAR = new Tile(1, 1);

    @Override
    public String toString() {
        return broadcasts + "x" + vectors;
    }
}
