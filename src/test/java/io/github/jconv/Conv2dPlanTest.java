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
