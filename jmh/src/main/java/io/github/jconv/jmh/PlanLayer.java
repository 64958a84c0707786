// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.oracle.ConvCase;

/** A layer by a plan that need not be the planner's. */
final class PlanLayer implements ReadyLayer {
    private final Plan plan;
    private final Weights weights;
    private final float[] input;
    private final float[] output;
    private final long pauseNanos;

    PlanLayer(ConvCase c, Plan plan) {
        this(c, plan, 0);
    }

    /** The same, which waits before each forward, at work on nothing: until threads that linger have gone to sleep. */
    PlanLayer(ConvCase c, Plan plan, long pauseNanos) {
        this.plan = plan;
        this.pauseNanos = pauseNanos;
        weights = new Weights(plan.geometry().layer(), c.weight(), c.biasValues());
        input = c.input();
        output = new float[plan.geometry().n() * plan.geometry().outImage()];
    }

    @Override
    public void run() {
        if (pauseNanos > 0) {
            long end = System.nanoTime() + pauseNanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
        Executor.run(plan, weights, input, 0, output, 0);
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public void close() {}
}
