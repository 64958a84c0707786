// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.ColdStart;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;

/**
 * What {@link ColdStartTest} runs in JVMs of their own: the forwards of a case from the first one until the vector kernel
 * serves, each held against the oracle. Prints the kernels that served.
 */
final class FirstForwards {
    private static final int MOST_CALLS = 100_000;

    private FirstForwards() {}

    public static void main(String[] args) throws InterruptedException {
        ConvCase c = ConvCase.parse(args[0]);
        int calls = args.length > 1 ? Integer.parseInt(args[1]) : MOST_CALLS;
        Conv2d conv = c.builder().parallelism(2).build();
        Plan plan = Planner.plan(CaseGeometry.of(c), Platform.current(), 2);
        float[] expected = Oracle.forward(c);
        float[] y = new float[expected.length];
        String kernels = "";
        for (int call = 0; call < calls && !kernels.endsWith(" " + plan.kernel().name()); call++) {
            Arrays.fill(y, Float.NaN);
            conv.forward(c.input(), 0, y, 0, c.shape());
            assertBits(c, "call " + call, expected, y);
            String serving =
                    " " + ColdStart.serving(plan, Platform.current()).kernel().name();
            kernels = kernels.endsWith(serving) ? kernels : kernels + serving;
        }
        conv.forward(c.input(), 0, y, 0, c.shape());
        assertBits(c, "last call", expected, y);
        System.out.println(kernels.trim() + (rehearses() ? ", a rehearsal goes on" : ""));
    }

    /** Whether a rehearsal has still not ended after a time that is ample for its last steps. */
    private static boolean rehearses() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("jconv")) {
                thread.join(60_000);
                return thread.isAlive();
            }
        }
        return false;
    }
}
