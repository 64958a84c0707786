// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.jfr;

import io.github.jconv.internal.kernel.Plan;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A forward, from its first slice to its last. */
@Name("jconv.Forward")
@Label("Forward")
@Category("jconv")
@Description("A layer has computed an output")
@Enabled(false)
@StackTrace(false)
final class ForwardEvent extends Event {
    /** As {@link PlanEvent}'s. */
    private static final ForwardEvent PROBE = new ForwardEvent();

    @Label("Layer")
    private String layer;

    @Label("Input Shape")
    private String inputShape;

    @Label("Kernel")
    @Description("The one that served: the scalar kernel until the vector kernel is compiled")
    private String kernel;

    @Label("Threads")
    @Description("The most that may have taken part")
    private int threads;

    @Label("Multiply-Adds")
    private long multiplyAdds;

    static boolean recorded() {
        return PROBE.isEnabled();
    }

    static void of(String layer, Plan plan, Runnable forward) {
        ForwardEvent event = new ForwardEvent();
        event.begin();
        forward.run();
        event.end();
        // A recording may have a threshold.
        if (event.shouldCommit()) {
            event.layer = layer;
            event.inputShape = PlanEvent.inputShape(plan);
            event.kernel = plan.kernel().name();
            event.threads = plan.threads();
            event.multiplyAdds = plan.geometry().multiplyAdds();
            event.commit();
        }
    }
}
