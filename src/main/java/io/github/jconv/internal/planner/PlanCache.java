package io.github.jconv.internal.planner;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;

/** A layer's latest plans, one an input shape and parallelism. Safe for use by many threads. */
public final class PlanCache {
    private static final int CAPACITY = 8;

    private final Platform platform;
    private volatile Entry[] entries = {};

    public PlanCache(Platform platform) {
        this.platform = platform;
    }

    /** The cached plan of these numbers, or a new one. */
    public Plan plan(Geometry geometry, int parallelism) {
        Entry[] seen = entries;
        for (Entry entry : seen) {
            if (entry.parallelism == parallelism && entry.plan.geometry().equals(geometry)) {
                return entry.plan;
            }
        }
        Plan plan = Planner.plan(geometry, platform, parallelism);
        Entry[] grown = new Entry[Math.min(CAPACITY, seen.length + 1)];
        grown[0] = new Entry(parallelism, plan);
        System.arraycopy(seen, 0, grown, 1, grown.length - 1);
        entries = grown;
        return plan;
    }

    private record Entry(int parallelism, Plan plan) {}
}
