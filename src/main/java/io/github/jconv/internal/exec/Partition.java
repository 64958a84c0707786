// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

/** Cuts {@code units} into {@code parts} consecutive ranges whose lengths differ by one at most. */
public final class Partition {
    private Partition() {}

    /** First unit of a part; the part ends where the next one starts. */
    public static int start(int units, int parts, int part) {
        return (int) ((long) units * part / parts);
    }
}
