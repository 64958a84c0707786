// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.Arrays;

/**
 * How fast this core begins instructions: independent ones of whole numbers, more than it can begin at a time. Where another
 * process is on the core's other thread, in a virtual machine unseen, each gets every second turn. {@link FmaPeak} is not told so:
 * its few instructions still come fast enough. A kernel's do not, with loads beside each multiply-add.
 */
final class IssueRate {
    private static final int CHAINS = 6;
    private static final int TURNS = 100_000;

    private IssueRate() {}

    /** Instructions a nanosecond: the median of {@code bursts} bursts of about 0.1 ms. */
    static double perNano(int bursts) {
        double[] rates = new double[bursts];
        long sum = 0;
        for (int i = 0; i < bursts; i++) {
            long start = System.nanoTime();
            sum += burst(TURNS);
            rates[i] = 2.0 * CHAINS * TURNS / (System.nanoTime() - start);
        }
        Arrays.sort(rates);
        return sum == 0 ? 0 : rates[bursts / 2];
    }

    private static long burst(int turns) {
        long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
        for (int i = 0; i < turns; i++) {
            a = (a ^ i) + 7;
            b = (b ^ i) + 9;
            c = (c ^ i) + 11;
            d = (d ^ i) + 13;
            e = (e ^ i) + 15;
            f = (f ^ i) + 17;
        }
        return a | b | c | d | e | f;
    }
}
