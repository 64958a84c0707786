// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The arithmetic of the report, on numbers that can be checked by hand. */
class LayerResultTest {
    /** 8 x 8 x 8 x 72 multiply-adds: 73,728 floating-point operations. */
    private static final Workload TINY = Workloads.parse(
                    "f", List.of(Workloads.COLUMNS, "net,tiny,3,1,8,8,8,8,3,3,1,1,1,1,1,1,1"))
            .get(0);

    private static final Map<String, Double> MICROS =
            Map.of("jconv", 10.0, "ort", 5.0, "onednn", 20.0, "onednn-blocked", 2.0);

    private final LayerResult result = result("general 4x2", 73.728, Map.of(Peer.PYTORCH, "java.lang.Error: a=b!"));
    private final Settings settings = new Settings(1, 2, AccuracyChoice.EXACT, List.of(Peer.values()));
    private final Report<LayerResult> report = new Report<>(List.of(), settings, List.of(result, result));

    private static LayerResult result(String kernel, double peak, Map<Peer, String> absent) {
        return new LayerResult(TINY, kernel, new Timing(peak, true, MICROS, absent));
    }

    @Test
    void threadsInWords() {
        assertEquals("1 thread", settings.threadsInWords());
        assertEquals("2 threads", new Settings(2, 2, AccuracyChoice.EXACT, List.of()).threadsInWords());
    }

    @Test
    void ratios() {
        assertEquals(7.3728, result.gflops(), 1e-9);
        assertEquals(10, result.percent(), 1e-9);
        assertEquals(OptionalDouble.of(2), result.ratio(Peer.ONEDNN));
        assertEquals(OptionalDouble.empty(), result.ratio(Peer.NETLIB));
        assertEquals(OptionalDouble.of(0.5), result.ratioToBest()); // the blocked layout does not count
    }

    @Test
    void aLineIsReadBack() {
        assertEquals(result, LayerResult.parse(TINY, result.toLine()));
    }

    @Test
    void layersBesideAnotherProcessAreNamed() {
        Timing timing = new Timing(100, false, MICROS, Map.of());
        LayerResult disturbed = LayerResult.parse(TINY, new LayerResult(TINY, "general 4x2", timing).toLine());
        Report<LayerResult> some = new Report<>(List.of(), settings, List.of(result, disturbed));

        String sentence = "beside another process on the same cores all the time: net/tiny";
        assertEquals(List.of(sentence), some.disturbances());
        assertTrue(MarkdownReport.of(some).contains("- " + sentence + "\n"));
    }

    @Test
    void wholeNetworks() {
        assertEquals(
                2,
                Report.geometricMean(report.results(), r -> r.ratio(Peer.ONEDNN))
                        .orElseThrow(),
                1e-9);
        assertEquals(OptionalDouble.empty(), Report.total(report.results(), "netlib"));
        assertEquals(2 * 3 * 5e-3, Report.total(report.results(), "ort").orElseThrow(), 1e-12);
        assertEquals(List.of("pytorch is absent: java.lang.Error: a=b!"), report.absences());
        assertEquals(List.of(), report.disturbances());
    }

    @Test
    void markdownAndCsv() {
        String row = "| net/tiny | general 4x2 | 10.0 | 7.4 | 10 | 0.50 | 2.00 | 0.50 | 0.20 |";

        assertTrue(MarkdownReport.of(report).contains(row), MarkdownReport.of(report));
        assertTrue(CsvReport.of(report)
                .contains("\nnet,tiny,3,1,general 4x2,0.0001,73.7280,true,10.0000,10.0000,5.0000,"));
    }
}
