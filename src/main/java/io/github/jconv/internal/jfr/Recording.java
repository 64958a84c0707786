// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.jfr;

import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.OptionalModule;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;

/**
 * Is somebody recording? Then plans and forwards become events of the JDK's Flight Recorder. Nobody is, unless a recording
 * asks for the events by name, or where the module {@code jdk.jfr} is missing.
 */
public final class Recording {
    /** Before anything that needs the module. */
    private static final boolean POSSIBLE = OptionalModule.has("jdk.jfr.FlightRecorder");

    private Recording() {}

    /** Whether there was any recording yet. Before, the classes of events stay unloaded: the JVM would rewrite them. */
    private static boolean mayBe() {
        return POSSIBLE && FlightRecorder.isInitialized();
    }

    /** Makes a plan, recorded if somebody records plans. */
    public static Plan plan(Supplier<String> layer, Supplier<Plan> planning) {
        return mayBe() && PlanEvent.recorded() ? PlanEvent.of(layer.get(), planning) : planning.get();
    }

    /** Whether forwards are to run by {@link #forward}; where nobody records, no more than a look at a field. */
    public static boolean ofForwards() {
        return mayBe() && ForwardEvent.recorded();
    }

    /** Runs a forward by a plan and records it. */
    public static void forward(String layer, Plan plan, Runnable forward) {
        ForwardEvent.of(layer, plan, forward);
    }
}
