// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

/** What a layer promises about its rounding. */
public enum Accuracy {
    /**
     * Each output is the bias plus one fused multiply-add a tap, in the order ic, kh, kw: the same bits on every machine,
     * vector width and number of threads. The default.
     */
    EXACT,
    /**
     * Algorithms with fewer multiplications may serve: Winograd's F(4x4, 3x3) and F(2x2, 5x5) for 3x3 and 5x5 kernels of
     * stride 1 in one group, dense or dilated (Lavin and Gray 2015, "Fast Algorithms for Convolutional Neural Networks").
     * The rounding error has a bound; errors of 3 to 11 times those of EXACT were measured for 3x3, of 1.3 to 3 times for
     * 5x5. A NaN or infinity spreads to outputs up to five pixels away, times the dilation. The bits are the same wherever
     * there are vectors, but they are not EXACT's. Other layers are computed as with EXACT. docs/numerics.md has the
     * numbers.
     */
    FAST
}
