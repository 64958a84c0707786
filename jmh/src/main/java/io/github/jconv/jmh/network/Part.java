// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

/** What a step of a {@link Chain} is. */
public enum Part {
    CONV("convolutions"),
    ADD("other sums"),
    POOL("max pool"),
    COPY("concat and upsample");

    /** For people. */
    public final String title;

    Part(String title) {
        this.title = title;
    }
}
