// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

/** A layer, or a network, with its weights packed and its input in place, so that a run is all there is to time. */
public interface ReadyLayer extends Runnable, AutoCloseable {
    /** One forward. */
    @Override
    void run();

    /** What the last run gave, (N, C, H, W), row-major. */
    float[] output();

    @Override
    void close();
}
