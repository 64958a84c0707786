// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.Accuracy;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Candidates;
import io.github.jconv.internal.kernel.Candidates.Candidate;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed beside the planner's choice is the same layer, and the choice is marked. */
class ChoiceReportTest {
    private static final Platform HERE = Platform.current();

    @ParameterizedTest
    @ValueSource(strings = {"16@14-16k3", "16@15-5k1", "8@20-8k3g8", "8@9-8k3d4", "3@20-16k3s2n2"})
    void everyCandidateGivesTheBits(String layer) {
        ConvCase c = LayerText.parse(layer).conv();
        Geometry g = CaseGeometry.of(c);
        float[] expected = Oracle.forward(c);

        for (List<Candidate> candidates : List.of(Candidates.tiles(g, HERE), Candidates.cuts(g, HERE, 3))) {
            assertEquals(1, candidates.stream().filter(Candidate::chosen).count());
            for (Candidate candidate : candidates) {
                PlanLayer plan = new PlanLayer(c, candidate.plan());
                plan.run();
                assertArrayEquals(expected, plan.output(), candidate.name());
            }
        }
        PlanLayer woken = new PlanLayer(c, Candidates.woken(g, HERE, 2), 1000);
        woken.run();
        assertArrayEquals(expected, woken.output());
    }

    @Test
    void tilesHaveEstimates() {
        List<Candidate> tiles =
                Candidates.tiles(CaseGeometry.of(LayerText.parse("32@28-64k3").conv()), HERE);

        assertTrue(tiles.size() > 4);
        assertTrue(tiles.stream().allMatch(candidate -> candidate.estimate() > 0));
    }

    @Test
    void winogradWhetherItPaysOrNot() {
        for (String layer : List.of("4@8-4k3", "64@28-64k3", "8@12-8k5", "8@24-8k3d2")) {
            ConvCase c = LayerText.parse(layer).conv();
            Geometry fast = Geometry.of(CaseGeometry.layer(c, Accuracy.FAST), c.n(), c.ih(), c.iw());
            List<Candidate> candidates = Candidates.accuracies(CaseGeometry.of(c), fast, HERE);

            assertEquals(1, candidates.stream().filter(Candidate::chosen).count());
            assertTrue(
                    candidates.stream()
                            .anyMatch(candidate -> !candidate.plan().kernel().exact()),
                    layer);
            float[] exact = c.builder().build().forward(c.input(), c.shape());
            Agreement agreement = new Agreement(LayerText.parse(layer), exact, AccuracyChoice.FAST);
            for (Candidate candidate : candidates) {
                PlanLayer plan = new PlanLayer(c, candidate.plan());
                plan.run();
                assertEquals(null, agreement.disagreement(plan.output()), candidate.name());
            }
        }
    }

    @Test
    void badInput() {
        assertEquals(2, ChoiceReport.execute("no-layer"));
        assertEquals(2, ChoiceReport.execute("--of", "nothing"));
        assertEquals(2, VariantReport.execute());
        assertEquals(2, VariantReport.execute("--constant", "Planner.NOTHING", "16@14-16k3"));
    }
}
