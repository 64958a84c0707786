// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.jfr;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The planning of a layer for an input shape it has no plan for. */
@Name("jconv.Plan")
@Label("Plan")
@Category("jconv")
@Description("A layer has planned how to compute inputs of a shape")
@Enabled(false)
@StackTrace(false)
final class PlanEvent extends Event {
    /** Asked only whether its type is enabled: a new event each time would be garbage in code that is not compiled yet. */
    private static final PlanEvent PROBE = new PlanEvent();

    @Label("Layer")
    private String layer;

    @Label("Input Shape")
    private String inputShape;

    @Label("Kernel")
    private String kernel;

    @Label("Tile")
    private String tile;

    @Label("Threads")
    private int threads;

    @Label("Slices")
    private int slices;

    @Label("Multiply-Adds")
    private long multiplyAdds;

    @Label("Scratch")
    @DataAmount
    private long scratchBytes;

    static boolean recorded() {
        return PROBE.isEnabled();
    }

    /** The input shape as PyTorch prints shapes: {@code (1, 64, 56, 56)}. */
    static String inputShape(Plan plan) {
        Geometry g = plan.geometry();
        return "(" + g.n() + ", " + g.layer().inChannels() + ", " + g.ih() + ", " + g.iw() + ")";
    }

    static Plan of(String layer, Supplier<Plan> planning) {
        PlanEvent event = new PlanEvent();
        event.begin();
        Plan plan = planning.get();
        event.end();
        event.layer = layer;
        event.inputShape = inputShape(plan);
        event.kernel = plan.kernel().name();
        event.tile = plan.tile().toString();
        event.threads = plan.threads();
        event.slices = plan.slices();
        event.multiplyAdds = plan.geometry().multiplyAdds();
        event.scratchBytes = Float.BYTES * plan.scratchFloats();
        event.commit();
        return plan;
    }
}
