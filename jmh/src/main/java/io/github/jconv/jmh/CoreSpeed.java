// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

/**
 * What cores do at a moment.
 *
 * @param peak GFLOP/s of the FMA peak, of all threads together
 * @param instructions a nanosecond, of all threads together: {@link IssueRate}
 * @param alone the part the peak is of what as many cores do one by one
 */
record CoreSpeed(double peak, double instructions, double alone) {
    /** The lower of each. */
    CoreSpeed lower(CoreSpeed other) {
        return new CoreSpeed(
                Math.min(peak, other.peak), Math.min(instructions, other.instructions), Math.min(alone, other.alone));
    }
}
