// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.ImageCall;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Scratch;
import io.github.jconv.internal.platform.Platform;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Another kernel, with something that may fail before each of its steps. */
public final class FaultyKernel implements Kernel {
    private final Kernel real;
    private final IntConsumer beforeStage;
    private final IntConsumer beforeCompute;
    private final AtomicInteger stages = new AtomicInteger();
    private final AtomicInteger computes = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    /** Both are told how many calls were before; they may throw. */
    public FaultyKernel(Kernel real, IntConsumer beforeStage, IntConsumer beforeCompute) {
        this.real = real;
        this.beforeStage = beforeStage;
        this.beforeCompute = beforeCompute;
    }

    /** Steps that have begun and not ended. */
    int running() {
        return running.get();
    }

    /** Slices begun so far. */
    int computes() {
        return computes.get();
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public boolean accepts(Geometry geometry, Platform platform) {
        return true;
    }

    @Override
    public Layout layout(Geometry geometry, Platform platform) {
        return real.layout(geometry, platform);
    }

    @Override
    public void stage(Plan plan, ImageCall call, int from, int to) {
        running.incrementAndGet();
        try {
            beforeStage.accept(stages.getAndIncrement());
            real.stage(plan, call, from, to);
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        running.incrementAndGet();
        try {
            beforeCompute.accept(computes.getAndIncrement());
            real.compute(plan, call, c0, c1, p0, p1, scratch);
        } finally {
            running.decrementAndGet();
        }
    }
}
