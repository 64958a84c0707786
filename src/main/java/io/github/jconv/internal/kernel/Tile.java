// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * The outputs one micro-kernel call holds in registers: {@code channels} output channels by {@code vectors} vectors of
 * output pixels.
 */
public record Tile(int channels, int vectors) {
    /** One output at a time: the scalar kernel's. */
    public static final Tile SCALAR = new Tile(1, 1);

    @Override
    public String toString() {
        return channels + "x" + vectors;
    }
}
