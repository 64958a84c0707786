// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private static final ConvCase CASE = ConvCase.parse("n1g1_ic4ih56iw56_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5");

    private final PlanCache cache = new PlanCache(Platform.current(), () -> "layer");

    @Test
    void makesAPlanOnceAShape() {
        Plan plan = cache.plan(geometry(56), 2);
        assertSame(plan, cache.plan(geometry(56), 2));
        assertEquals(geometry(56), plan.geometry());
    }

    @Test
    void tellsShapesAndParallelismsApart() {
        Plan plan = cache.plan(geometry(56), 2);
        assertNotSame(plan, cache.plan(geometry(57), 2));
        assertNotSame(plan, cache.plan(geometry(56), 3));
        assertSame(plan, cache.plan(geometry(56), 2));
    }

    @Test
    void forgetsTheOldestShapes() {
        Plan first = cache.plan(geometry(1), 1);
        for (int width = 2; width < 100; width++) {
            assertEquals(width, cache.plan(geometry(width), 1).geometry().iw());
        }
        assertNotSame(first, cache.plan(geometry(1), 1));
        assertSame(cache.plan(geometry(99), 1), cache.plan(geometry(99), 1));
    }

    @Test
    void findsThePlanOfAShape() {
        assertNull(cache.find(new int[] {1, 4, 56, 56}, 2));
        Plan plan = cache.plan(geometry(56), 2);
        assertSame(plan, cache.find(new int[] {1, 4, 56, 56}, 2));
        assertSame(plan, cache.find(new int[] {4, 56, 56}, 2));
        assertNull(cache.find(new int[] {4, 56, 56}, 1));
        for (int[] other : new int[][] {null, {}, {56, 56}, {1, 1, 4, 56, 56}, {2, 4, 56, 56}, {1, 3, 56, 56}}) {
            assertNull(cache.find(other, 2), () -> Arrays.toString(other));
        }
        assertNull(cache.find(new int[] {4, 55, 56}, 2));
        assertNull(cache.find(new int[] {4, 56, 55}, 2));
    }

    private static Geometry geometry(int width) {
        return Geometry.of(CaseGeometry.of(CASE).layer(), 1, 56, width);
    }
}
