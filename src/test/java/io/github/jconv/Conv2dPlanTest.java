// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;

class Conv2dPlanTest {
    private static final Conv2d CONV = Conv2d.builder()
            .inChannels(4)
            .outChannels(6)
            .kernelSize(3, 2)
            .dilation(2, 3)
            .groups(2)
            .parallelism(1)
            .build();

    @Test
    void countsWhatTheLayerDoes() {
        Conv2dPlan plan = CONV.plan(5, 4, 10, 11);
        assertEquals(List.of(5, 6, 6, 8), plan.outputShape());
        assertEquals(6 * 2 * 3 * 2 + 6, plan.parameters());
        assertEquals(5L * 6 * 6 * 8 * 2 * 3 * 2, plan.multiplyAdds());
        assertEquals(plan.multiplyAdds(), CONV.multiplyAdds(5, 4, 10, 11));
        assertEquals(5, plan.receptiveHeight());
        assertEquals(4, plan.receptiveWidth());
        assertEquals(4L * (5 * 4 * 10 * 11 + 5 * 6 * 6 * 8 + 78), plan.bytesMoved());
        assertEquals(2.0 * plan.multiplyAdds() / plan.bytesMoved(), plan.arithmeticIntensity());
    }

    @Test
    void unbatchedShapesStayUnbatched() {
        assertEquals(List.of(6, 6, 8), CONV.plan(4, 10, 11).outputShape());
        assertEquals(
                CONV.plan(1, 4, 10, 11).multiplyAdds(), CONV.plan(4, 10, 11).multiplyAdds());
    }

    @Test
    void anEmptyBatchDoesNothing() {
        Conv2dPlan plan = CONV.plan(0, 4, 10, 11);
        assertEquals(List.of(0, 6, 6, 8), plan.outputShape());
        assertEquals(0, plan.multiplyAdds());
        assertEquals(4L * 78, plan.bytesMoved());
        assertEquals(0, plan.arithmeticIntensity());
    }

    @Test
    void tellsHowItRunsHere() {
        Conv2dPlan plan = CONV.plan(4, 10, 11);
        assertEquals(Platform.current().lanes(), plan.lanes());
        assertEquals(Platform.current().vectors() ? "general" : "scalar", plan.kernel());
        assertEquals(1, plan.threads());
        assertEquals(1, plan.slices());
        assertTrue(plan.tile().matches("\\d+(x\\d+)?"), plan::tile);
        assertTrue(plan.scratchBytes() >= 0);
    }

    @Test
    void scratchDoesNotGrowWithTheBatch() {
        assertEquals(
                CONV.plan(1, 4, 10, 11).scratchBytes(), CONV.plan(50, 4, 10, 11).scratchBytes());
    }

    @Test
    void printedItTellsAllOfItself() {
        Conv2dPlan plan = CONV.plan(5, 4, 10, 11);
        List<String> lines = plan.toString().lines().toList();
        assertEquals(
                List.of(
                        "layer",
                        "input shape",
                        "output shape",
                        "parameters",
                        "multiply-adds",
                        "receptive field",
                        "kernel",
                        "tile",
                        "lanes along",
                        "lanes",
                        "slices",
                        "threads",
                        "bytes moved",
                        "arithmetic intensity",
                        "scratch bytes",
                        "packed weight bytes",
                        "peak extra bytes"),
                lines.stream().map(line -> line.substring(0, 20).trim()).toList());
        assertEquals(CONV.toString(), plan.layer());
        assertEquals("layer                 " + CONV, lines.get(0));
        assertEquals("input shape           5 x 4 x 10 x 11", lines.get(1));
        assertEquals("output shape          5 x 6 x 6 x 8", lines.get(2));
        assertEquals("multiply-adds         17,280", lines.get(4));
        assertEquals("receptive field       5 x 4", lines.get(5));
        assertEquals("kernel                " + plan.kernel(), lines.get(6));
        assertEquals("arithmetic intensity  2.3 operations/byte", lines.get(13));
    }

    @Test
    void peakMemoryIsScratchAndPackedWeights() {
        Conv2dPlan plan = CONV.plan(5, 4, 10, 11);
        assertEquals(plan.scratchBytes() + plan.packedWeightBytes(), plan.peakExtraBytes());
        if (Platform.current().vectors()) {
            assertTrue(plan.packedWeightBytes() >= 4 * plan.parameters());
        } else {
            assertEquals(0, plan.packedWeightBytes());
            assertTrue(plan.scratchBytes() > 0);
        }
    }

    @Test
    void hugeNumbersDoNotOverflow() {
        Conv2d conv = Conv2d.builder()
                .inChannels(1)
                .outChannels(1)
                .kernelSize(1000)
                .padding(500)
                .build();
        assertEquals(40_001L * 40_001 * 1_000_000, conv.multiplyAdds(1, 40_000, 40_000));
    }
}
