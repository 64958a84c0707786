// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer that fell is named, and nothing passes that was not compared. */
class BaselineTest {
    private static final String COLUMNS = "network,layer,threads,accuracy,jdk,cpu,lanes,percent";
    private static final Setup SETUP =
            new Setup(1, AccuracyChoice.EXACT, Runtime.Version.parse("25.0.3+9-LTS"), "AMD EPYC", 16);
    private static final String ROW = "net,tiny,1,exact,25.0.3+9-LTS,AMD EPYC,16,10.0";

    @TempDir
    private Path folder;

    private Path file(String... rows) throws Exception {
        Path file = folder.resolve("baseline.csv");
        return Files.write(
                file, Stream.concat(Stream.of(COLUMNS), Stream.of(rows)).toList());
    }

    /** Of so many % of the peak. */
    private static LayerResult result(String layer, double percent) {
        Workload tiny = Workloads.parse(
                        "f", List.of(Workloads.COLUMNS, "net," + layer + ",3,1,8,8,8,8,3,3,1,1,1,1,1,1,1"))
                .get(0);
        double micros = tiny.flops() * 1e-3 / percent;
        return new LayerResult(tiny, "general 4x2", new Timing(100, true, Map.of("jconv", micros), Map.of()));
    }

    private static LayerResult result(double percent) {
        return result("tiny", percent);
    }

    @Test
    void fellByMoreThanATenth() throws Exception {
        Baseline past = Baseline.read(file(ROW), SETUP);

        assertFalse(past.fell(result(9.1)));
        assertTrue(past.fell(result(8.9)));
        assertEquals("net/tiny: 8.9 % of the peak, 10.0 % in the baseline", past.compare(result(8.9)));
        assertTrue(PeerReport.compare(past, List.of(result(9.1))));
        assertFalse(PeerReport.compare(past, List.of(result(9.1), result(8.9))));
    }

    @Test
    void writtenAndRead() throws Exception {
        Settings settings = new Settings(3, 1, AccuracyChoice.FAST, List.of());
        Path file = folder.resolve("baseline.csv");
        Baseline.write(file, new Report<>(List.of(), settings, List.of(result(71))));

        assertTrue(Baseline.read(file, Setup.here(settings)).fell(result(60)));
        Settings exact = new Settings(3, 1, AccuracyChoice.EXACT, List.of());
        assertThrows(IllegalArgumentException.class, () -> Baseline.read(file, Setup.here(exact)));
    }

    @Test
    void namesWhatWasNotCompared() throws Exception {
        Baseline past = Baseline.read(file(ROW, ROW.replace("tiny", "gone")), SETUP);

        assertEquals(
                List.of("net/gone: in the baseline, but not measured", "net/new: not in the baseline"),
                past.uncompared(List.of(result(10), result("new", 10))));
    }

    @ParameterizedTest
    @CsvSource({"'tiny,1', 'tiny,2'", "exact, fast", "25.0.3, 17.0.15", "AMD EPYC, Intel", "'16,10', '8,10'"})
    void anotherSetupIsNoBaseline(String part, String other) throws Exception {
        Path file = file(ROW.replace(part, other));

        Exception e = assertThrows(IllegalArgumentException.class, () -> Baseline.read(file, SETUP));

        String start = file + ": nothing for 1 thread, exact, JDK 25, AMD EPYC of 16 lanes; it is for ";
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
    }

    @Test
    void anUpdateOfTheJdkIs() throws Exception {
        assertTrue(Baseline.read(file(ROW.replace("25.0.3+9-LTS", "25")), SETUP).fell(result(8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "net,tiny,1,93.0",
                "net,tiny,1,exact,25,AMD EPYC,16,10.0,x",
                "net,tiny,1,exact,25,AMD EPYC,16,NaN",
                "net,tiny,1,exact,25,AMD EPYC,16,-1",
                "net,tiny,1,exact,new,AMD EPYC,16,10.0",
                "net,tiny,0,exact,25,AMD EPYC,16,10.0",
                "net,tiny,1,slow,25,AMD EPYC,16,10.0"
            })
    void aLineThatIsNoneIsNamed(String line) throws Exception {
        Path file = file(ROW, line);

        Exception e = assertThrows(IllegalArgumentException.class, () -> Baseline.read(file, SETUP));

        assertEquals(file + ":3: expected " + COLUMNS + ", found " + line, e.getMessage());
    }

    @Test
    @Timeout(10)
    void exitCodes() throws Exception {
        String here =
                Setup.here(new Settings(1, 1, AccuracyChoice.EXACT, List.of())).cells();
        String baseline = file("misc,gone," + here + ",10.0").toString();

        assertEquals(baseline + ": has none of the layers", refused("--baseline", baseline));
        assertEquals(baseline + ": has none of the layers", refused("--baseline", baseline, "--filter", "misc/tiny"));
        assertTrue(refused("--baseline", baseline, "--threads", "2").contains(": nothing for 2 threads"));
        assertTrue(refused("--baseline", baseline, "--accuracy", "fast").contains("1 thread, fast"));
        assertTrue(refused("--baseline", file("x").toString()).contains(".csv:2: expected"));
        assertEquals("--filter nothing: no layer has a match", refused("--filter", "nothing"));
    }

    /** What PeerReport says when it ends with exit code 2. */
    private static String refused(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            assertEquals(2, PeerReport.execute(arguments));
        } finally {
            System.setErr(before);
        }
        return text.toString(StandardCharsets.UTF_8).strip().replaceFirst("^PeerReport: ", "");
    }
}
