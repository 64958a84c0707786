// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.jmh.network.Part;
import io.github.jconv.jmh.network.StepTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The report of networks, on numbers that can be checked by hand. */
class NetworkResultTest {
    private static final List<StepTime> STEPS = List.of(
            new StepTime("conv1", Part.CONV, "general 4x2", 3e6, 60),
            new StepTime("conv1", Part.ADD, "-", 0, 10),
            new StepTime("conv2", Part.CONV, "pointwise 4x2", 1e6, 30));

    private final NetworkResult result = result(Map.of("jconv", 125.0, "ort", 62.5), Map.of());
    private final NetworkResult alone = result(Map.of("jconv", 125.0), Map.of(Peer.ORT, "java.lang.Error: a=b!"));

    private static NetworkResult result(Map<String, Double> micros, Map<Peer, String> absent) {
        return new NetworkResult("net", 4e6, 1e-6, 2e-5, STEPS, new Timing(80, true, micros, absent));
    }

    private static Report<NetworkResult> report(NetworkResult result) {
        Settings settings = new Settings(2, 1.5, AccuracyChoice.EXACT, List.of(Peer.ORT));
        return new Report<>(List.of("about"), settings, List.of(result));
    }

    @Test
    void parts() {
        assertEquals(90, result.micros(Part.CONV));
        assertEquals(10, result.micros(Part.ADD));
        assertEquals(0, result.micros(Part.POOL));
        assertEquals(100, result.stepMicros());
    }

    @Test
    void aLineIsReadBack() {
        assertEquals(result, NetworkResult.parse(result.toLine()));
        assertEquals(alone, NetworkResult.parse(alone.toLine()));
    }

    @Test
    void markdown() {
        String text = NetworkMarkdown.of(report(result));

        assertTrue(text.contains("| net | 0.00 | 0.13 | 32.0 | 40 | 0.06 | 80 | 0.50 | 1.0e-06 | 2.0e-05 |"), text);
        assertTrue(text.contains("| net | 0.09 | 90.0 | 0.01 | 10.0 | 0.00 | 0.0 | 0.00 | 0.0 |"), text);
        assertTrue(text.contains("| conv1 | convolutions | general 4x2 | 60.0 | 60.0 | 63 |"), text);
        assertTrue(text.contains("| conv1 | other sums | - | 10.0 | 10.0 | - |"), text);
    }

    @Test
    void aMissingPeerIsReportedAsAbsent() {
        String text = NetworkMarkdown.of(report(alone));

        assertTrue(text.contains("- ort is absent: java.lang.Error: a=b!\n"), text);
        assertTrue(text.contains("| net | 0.00 | 0.13 | 32.0 | 40 | - | 2.0e-05 |"), text);
    }

    @Test
    void csv() {
        String networks = NetworkCsv.networks(report(result));

        assertTrue(
                networks.contains("\nnet,2,exact,0.0040,80.0000,true,125.0000,40.0000,62.5000,80.0000,0.5000,"
                        + "1.000e-06,2.000e-05,90.0000,10.0000,0.0000,0.0000\n"),
                networks);
        assertTrue(NetworkCsv.networks(report(alone)).contains(",40.0000,,,,1.000e-06,"));
        assertTrue(NetworkCsv.steps(report(result)).contains("\nnet,conv2,conv,pointwise 4x2,0.0010,30.0000\n"));
    }

    @Test
    void settingsAsArguments() {
        Settings settings = new Settings(2, 1.5, AccuracyChoice.EXACT, List.of(Peer.ORT, Peer.NETLIB));
        List<String> arguments = new ArrayList<>(settings.toArguments());
        arguments.add("more");

        assertEquals(settings, Settings.parse(arguments));
        assertEquals(List.of("more"), Settings.rest(arguments));
        Settings alone = new Settings(1, 2, AccuracyChoice.EXACT, List.of());
        assertEquals(alone, Settings.parse(alone.toArguments()));
    }
}
