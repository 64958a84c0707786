// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.oracle.ConvCase;

/**
 * What a layer that leaves the cache cannot be faster than: {@code System.arraycopy} of as many bytes as its input and output
 * have, half of them read and half of them written, on one thread.
 */
final class CopyLayer implements ReadyLayer {
    private final float[] from;
    private final float[] to;

    CopyLayer(ConvCase c) {
        Geometry g = CaseGeometry.of(c);
        from = new float[(int) (g.n() * ((long) g.inImage() + g.outImage()) / 2)];
        to = new float[from.length];
    }

    @Override
    public void run() {
        System.arraycopy(from, 0, to, 0, from.length);
    }

    @Override
    public float[] output() {
        return to;
    }

    @Override
    public void close() {}
}
