// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.jconv.Accuracy;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.internal.validate.CallValidator;
import io.github.jconv.internal.validate.Validator;
import io.github.jconv.oracle.ConvCase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that only just fit their arrays are planned as small ones are: the right units, in little time and memory. */
class AnySizePlansTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** No plan needs more, whatever the layer; its weights and arrays are the caller's. */
    private static final long MOST_BYTES = 128 << 20;

    private static final int[] PARALLELISMS = {1, 2, 1 << 29, 1 << 30, Integer.MAX_VALUE};

    private static final List<Platform> PLATFORMS = List.of(
            new Platform(true, 4, 32, 1, true, 17),
            new Platform(true, 8, 16, 2, true, 17),
            new Platform(true, 8, 16, 2, true, 25),
            new Platform(true, 16, 32, 1, true, 25),
            new Platform(true, 16, 32, 2, true, 25),
            new Platform(false, 1, 16, 2, false, 17));

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Pixels up to the longest array, unpadded.
                "n1g1_ic1ih1iw2147483639_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1",
                "n1g1_ic1ih2147483639iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed2",
                "n1g1_ic3ih1iw715827879_oc2_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed3",
                "n1g1_ic2ih46340iw23170_oc2_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed4",
                "n2147483639g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed5",
                // Pixels that are nearly all padding.
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x1073741819_d1x1_zeros_b1_seed6",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p1073741819x0_d1x1_zeros_b1_seed7",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x107374181_d1x1_zeros_b1_seed8",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1000000000x1_p1000000000x0_d1x1_zeros_b1_seed9",
                "n1g2_ic2ih1iw1_oc2_kh1kw1_s1x1000000000_p0x1000000000_d1x1_zeros_b1_seed10",
                "n1g1_ic2ih3iw3_oc2_kh2kw2_s1x1_p1073741817x0_d2147483636x1_zeros_b1_seed11",
                // Rows padded, and more than are mapped.
                "n1g1_ic1ih1000000000iw1_oc1_kh3kw1_s1x1_p1x0_d1x1_replicate_b1_seed12",
                // As many column phases as columns.
                "n1g1_ic2ih1iw1048576_oc1_kh1kw1048576_s1x1048576_p0x0_d1x1_zeros_b1_seed13",
                "n1g1_ic2ih1iw1048577_oc1_kh1kw1048576_s1x1048575_p0x0_d1x1_zeros_b1_seed14",
                // As many kernel rows as output rows.
                "n1g1_ic2ih6iw5_oc1_kh200000kw1_s1x1_p200000x3_d1x1_zeros_b1_seed19",
                // Channels up to the longest array.
                "n1g1_ic1ih1iw1_oc2147483639_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed15",
                "n1g1_ic2147483639ih1iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed16",
                // 2^51 multiply-adds, for more threads than slices can be counted.
                "n1g1_ic1ih46340iw46340_oc1_kh1024kw1024_s1x1_p0x0_d1x1_zeros_b1_seed17",
                "n1g1_ic1ih46340iw46340_oc1_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed18",
            })
    void plansAreSmallAndCoverTheLayer(String line) {
        ConvCase c = ConvCase.parse(line);
        for (Accuracy accuracy : Accuracy.values()) {
            LayerSpec layer = Validator.layer(CaseGeometry.layer(c, accuracy));
            Geometry g = CallValidator.geometry(layer, c.shape());
            for (Platform platform : PLATFORMS) {
                for (int parallelism : PARALLELISMS) {
                    Plan plan = assertTimeoutPreemptively(
                            Duration.ofSeconds(5), () -> planned(g, platform, parallelism), line);
                    check(plan, parallelism);
                }
            }
        }
    }

    private static Plan planned(Geometry g, Platform platform, int parallelism) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Plan plan = Planner.plan(g, platform, parallelism);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes <= MOST_BYTES, () -> g + " allocates " + bytes + " bytes");
        return plan;
    }

    private static void check(Plan plan, int parallelism) {
        Layout layout = plan.layout();
        String what = plan.kernel().name() + " " + plan.geometry();
        assertTrue(
                layout.channelUnits() >= 1
                        && layout.channelUnits() <= plan.geometry().layer().outChannels(),
                what);
        assertTrue(
                layout.pixelUnits() >= 1
                        && layout.pixelUnits() <= plan.geometry().outPlane(),
                what);
        assertTrue(plan.channelSlices() >= 1 && plan.channelSlices() <= layout.channelUnits(), what);
        assertTrue(plan.pixelSlices() >= 1 && plan.pixelSlices() <= layout.pixelUnits(), what);
        assertTrue(plan.slices() >= 1 && plan.threads() >= 1 && plan.scratchFloats() >= 0, what);
        assertTrue(plan.threads() <= Math.min(parallelism, Planner.MOST_THREADS), what);
    }
}
