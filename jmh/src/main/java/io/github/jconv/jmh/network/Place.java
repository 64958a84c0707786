// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

/** Where a value of a {@link Graph} is: in an array that may be longer, from index {@code start} on. */
record Place(float[] array, int start) {
    /** So many floats further on. */
    Place plus(int floats) {
        return new Place(array, start + floats);
    }

    /** Copies floats {@code from} to {@code to} of here. */
    void copy(Place y, int from, int to) {
        System.arraycopy(array, start + from, y.array, y.start + from, to - from);
    }
}
