// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import io.github.jconv.DataLayout;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.jfr.Recording;
import io.github.jconv.internal.kernel.Access;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import java.util.function.Supplier;

/** A layer's latest plans, one an input shape and parallelism. Safe for use by many threads. */
public final class PlanCache {
    private static final int CAPACITY = 8;

    private final Platform platform;
    private final Supplier<String> layer;
    private volatile Entry[] entries = {};

    /** Of plans for a platform; {@code layer} tells what the layer is called in recordings. */
    public PlanCache(Platform platform, Supplier<String> layer) {
        this.platform = platform;
        this.layer = layer;
    }

    /**
     * The cached plan of an input shape, (N, C, H, W) or (C, H, W), or null; of a shape that is not legal there is none. It
     * allocates nothing.
     */
    public Plan find(int[] shape, int parallelism) {
        return find(Access.IN_PLACE, shape, parallelism);
    }

    /** The same for ends of any kind; of NHWC the shape is (N, H, W, C) or (H, W, C). */
    public Plan find(Access access, int[] shape, int parallelism) {
        for (Entry entry : entries) {
            if (entry.parallelism == parallelism
                    && entry.plan.access() == access
                    && hasShape(entry.plan.geometry(), access.dataLayout(), shape)) {
                return entry.plan;
            }
        }
        return null;
    }

    private static boolean hasShape(Geometry g, DataLayout layout, int[] shape) {
        if (shape == null || shape.length < 3 || shape.length > 4) {
            return false;
        }
        int at = shape.length - 3;
        boolean channelsLast = layout == DataLayout.NHWC;
        return g.n() == (at == 0 ? 1 : shape[0])
                && g.layer().inChannels() == shape[channelsLast ? at + 2 : at]
                && g.ih() == shape[channelsLast ? at : at + 1]
                && g.iw() == shape[channelsLast ? at + 1 : at + 2];
    }

    /** The cached plan of these numbers, or a new one. */
    public Plan plan(Geometry geometry, int parallelism) {
        return plan(Access.IN_PLACE, geometry, parallelism);
    }

    /** The same for ends of any kind. */
    public Plan plan(Access access, Geometry geometry, int parallelism) {
        Entry[] seen = entries;
        for (Entry entry : seen) {
            if (entry.parallelism == parallelism
                    && entry.plan.access() == access
                    && entry.plan.geometry().equals(geometry)) {
                return entry.plan;
            }
        }
        Plan plan = Recording.plan(
                layer, () -> Planner.plan(geometry, platform, parallelism).with(access));
        Entry[] grown = new Entry[Math.min(CAPACITY, seen.length + 1)];
        grown[0] = new Entry(parallelism, plan);
        System.arraycopy(seen, 0, grown, 1, grown.length - 1);
        entries = grown;
        return plan;
    }

    /** A class: nobody compares it. */
    private static final class Entry {
        private final int parallelism;
        private final Plan plan;

        private Entry(int parallelism, Plan plan) {
            this.parallelism = parallelism;
            this.plan = plan;
        }
    }
}
