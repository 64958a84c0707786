// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

/** Sizes of a value that flows through a {@link Graph}, row-major. */
public record Shape(int n, int c, int h, int w) {
    /** All floats of it. */
    public int floats() {
        return planes() * plane();
    }

    /** Planes of all images. */
    int planes() {
        return n * c;
    }

    /** Floats of one plane. */
    int plane() {
        return h * w;
    }
}
