// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.ConvCase;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several measuring JVMs come to, and what a report says of them. */
class ForksTest {
    private static final Workload TINY = LayerText.parse("8@8-8k3");

    private static LayerResult result(double percent) {
        return result(percent, true);
    }

    private static LayerResult result(double percent, boolean whole) {
        double micros = TINY.flops() * 1e-3 / percent;
        return new LayerResult(TINY, "", new Timing(100, whole, Map.of("jconv", micros), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"80, 80", "90 80, 80", "70 90 80, 80", "60 90 80 70, 70", "60 90 80 70 75, 75"})
    void theMedianIsNeverTheBetterOfTwo(String forks, double expected) {
        List<LayerResult> results = DoubleStream.of(List.of(forks.split(" ")).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .mapToObj(ForksTest::result)
                .toList();

        assertEquals(expected, Forks.median(results).percent(), 1e-9);
    }

    @Test
    void forksOfWholeCoresArePreferred() {
        List<LayerResult> some = List.of(result(90, false), result(80, true), result(95, false), result(85, true));
        assertEquals(80, Forks.median(some).percent(), 1e-9);

        List<LayerResult> none = List.of(result(90, false), result(80, false), result(95, false));
        assertEquals(90, Forks.median(none).percent(), 1e-9);
    }

    @Test
    void whatIsLeftIsTheRuns() {
        assertEquals(4 + 2 * 10, new Progress(1, 3, "layer", 10).left(6));
        assertEquals(0, new Progress(3, 3, "layer", 10).left(10));
    }

    @Test
    void aReportSaysHowItWasMade() throws Exception {
        Settings settings = new Settings(2, 0.5, AccuracyChoice.FAST, List.of(Peer.COPY));
        List<String> lines = About.lines(List.of("--filter", "a b|'c'"), 3, settings, "layer");

        assertTrue(lines.get(0).matches("20\\d\\d-\\d\\d-\\d\\d, JDK .*, \\d+ float lanes"), lines.get(0));
        assertTrue(lines.get(1).startsWith("`java "), lines.get(1));
        assertTrue(lines.get(1).endsWith(" io.github.jconv.jmh.PeerReport --filter 'a b|'\\''c'\\'''`"), lines.get(1));
        assertEquals("2 threads, float32, NCHW in and out, fast, 3 forks, 0.5 s a layer", lines.get(2));
        assertEquals("peers: none", lines.get(3));
    }

    @Test
    void aCopyIsNoConvolution() throws Exception {
        ConvCase c = LayerText.parse("3@10-5k3n2").conv();
        try (ReadyLayer copy = Peer.COPY.open(c, new Settings(1, 1, AccuracyChoice.EXACT, List.of()))) {
            copy.run();
            assertEquals(2 * (3 + 5) * 100 / 2, copy.output().length);
        }
        assertFalse(Peer.COPY.comparable);
        assertFalse(Peer.others().contains(Peer.COPY));
    }
}
