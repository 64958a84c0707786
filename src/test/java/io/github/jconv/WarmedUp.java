// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.exec.Rehearsed;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.ColdStart;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;

/** What {@link ColdStartTest} runs in JVMs of their own: warms up a case, and prints how that has left it. */
final class WarmedUp {
    private WarmedUp() {}

    public static void main(String[] args) {
        ConvCase c = ConvCase.parse(args[0]);
        c.builder().build().warmUp(c.shape());
        Platform here = Platform.current();
        Plan plan = Planner.plan(CaseGeometry.of(c), here, 2);
        String state = !here.vectors() ? "scalar" : Rehearsed.compiled(plan) ? "compiled" : "not compiled";
        boolean thread = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().startsWith("jconv"));
        boolean serves = ColdStart.serving(plan, here) == plan;
        System.out.println(state + (thread ? ", a thread is left" : "") + (serves ? "" : ", another plan serves"));
    }
}
