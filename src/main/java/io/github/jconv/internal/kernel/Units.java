// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Cuts a number of things into units of a size, the last of which may not be full. */
final class Units {
    private Units() {}

    /** Units that hold {@code count} things; in long, for {@code count} may be near 2^31. */
    static int of(int count, int size) {
        return (int) (((long) count + size - 1) / size);
    }
}
