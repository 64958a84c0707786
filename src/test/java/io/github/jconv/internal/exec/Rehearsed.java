// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.kernel.Plan;

/** How rehearsals have ended. */
public final class Rehearsed {
    private Rehearsed() {}

    /** Whether the code of a plan was seen to run as compiled code does. */
    public static boolean compiled(Plan plan) {
        return Rehearsals.end(plan) == Rehearsal.COMPILED;
    }

    /** Whether the rehearsal of a plan's code has ended, however it did. */
    public static boolean over(Plan plan) {
        return Rehearsals.end(plan) != 0;
    }
}
