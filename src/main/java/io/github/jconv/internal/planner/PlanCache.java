// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import io.github.jconv.DataLayout;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.jfr.Recording;
import io.github.jconv.internal.kernel.Access;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A layer's latest plans, one an input shape and parallelism. Safe for use by many threads. */
public final class PlanCache {
    private static final int CAPACITY = 8;

    private final Platform platform;
    private final Supplier<String> layer;
    /** By parallelism, the latest first; never changed, but replaced. */
    private volatile List<Map.Entry<Integer, Plan>> entries = List.of();

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
        List<Map.Entry<Integer, Plan>> seen = entries;
        // By index: an iterator would be an object a call.
        for (int i = 0; i < seen.size(); i++) {
            Plan plan = seen.get(i).getValue();
            if (seen.get(i).getKey() == parallelism
                    && plan.access() == access
                    && hasShape(plan.geometry(), access.dataLayout(), shape)) {
                return plan;
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
        int channels = geometry.layer().inChannels();
        int[] shape = access.dataLayout() == DataLayout.NHWC
                ? new int[] {geometry.n(), geometry.ih(), geometry.iw(), channels}
                : new int[] {geometry.n(), channels, geometry.ih(), geometry.iw()};
        Plan found = find(access, shape, parallelism);
        if (found != null) {
            return found;
        }
        Plan plan = Recording.plan(
                layer, () -> Planner.plan(geometry, platform, parallelism).with(access));
        List<Map.Entry<Integer, Plan>> grown = new ArrayList<>(entries);
        grown.add(0, Map.entry(parallelism, plan));
        if (grown.size() > CAPACITY) {
            grown.remove(CAPACITY);
        }
        entries = grown;
        return plan;
    }
}
