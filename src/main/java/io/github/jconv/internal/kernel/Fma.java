// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.platform.Platform;

/**
 * {@code a * b + c} rounded once, also fast where the CPU has no such instruction and {@link Math#fma} runs on
 * BigDecimal.
 */
final class Fma {
    private static final boolean HARDWARE = Platform.current().fastFma();

    private Fma() {}

    static float fma(float a, float b, float c) {
        return HARDWARE ? Math.fma(a, b, c) : inDouble(a, b, c);
    }

    /**
     * The product is exact in double; the sum is rounded to odd, which makes the last rounding to float the only one
     * that counts (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008).
     */
    static float inDouble(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        double ofProduct = sum - c;
        double error = (product - ofProduct) + (c - (sum - ofProduct));
        long bits = Double.doubleToRawLongBits(sum);
        if (error != 0 && (bits & 1) == 0 && Double.isFinite(sum)) {
            // The lost part has the sum's sign or not: one step away from zero or towards it makes the last bit odd.
            bits += (error > 0) == (sum > 0) ? 1 : -1;
            return (float) Double.longBitsToDouble(bits);
        }
        return (float) sum;
    }
}
