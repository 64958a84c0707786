// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.util.Arrays;

/** The phases of one axis: the remainders by the stride of the padded indices that taps read. */
final class Phases {
    private Phases() {}

    /** Each once, in the order of the taps: multiples of the dilation, which repeat from the second that is 0 on. */
    static int[] of(int taps, long dilation, int stride) {
        int[] found = new int[Math.min(taps, stride)];
        int count = 1;
        for (int k = 1; k < found.length; k++) {
            int phase = (int) (k * dilation % stride);
            if (phase == 0) {
                break;
            }
            found[count++] = phase;
        }
        return Arrays.copyOf(found, count);
    }

    /** Which of {@code phases} a tap reads. */
    static int indexOf(int[] phases, int tap) {
        return tap % phases.length;
    }
}
