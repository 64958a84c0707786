// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.util.Arrays;

/** The phases of one axis: the remainders by the stride of the padded indices that taps read. */
final class Phases {
    private Phases() {}

    /** Each once, in the order of the taps. */
    static int[] of(int taps, long dilation, int stride) {
        int[] found = new int[Math.min(taps, stride)];
        int count = 0;
        for (int k = 0; k < taps; k++) {
            int phase = (int) (k * dilation % stride);
            if (indexOf(found, count, phase) < 0) {
                found[count++] = phase;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Which of {@code phases} a padded index has. */
    static int indexOf(int[] phases, long index, int stride) {
        return indexOf(phases, phases.length, (int) (index % stride));
    }

    private static int indexOf(int[] values, int count, int value) {
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }
}
