// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.jconv.build.Watchdog;
import io.github.jconv.io.NpyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whatever arguments the command line is given: exit code 0 and no error, or one line that describes it.
 *
 * <p>The working directory is the run's own, and no path may lead out of it.
 */
@EnabledIfSystemProperty(named = "jconv.run", matches = "fuzz", disabledReason = "by design: in the run fuzz")
class ArgumentsFuzzTest {
    private static final int MOST_CHARACTERS = 300;

    private static final Watchdog WATCHDOG = new Watchdog();

    @BeforeAll
    static void files() throws IOException {
        NpyFiles.save(NpyFiles.random(1, 1, 4, 9, 7), Path.of("x.npy"));
        NpyFiles.save(NpyFiles.random(2, 4, 2, 3, 3), Path.of("w.npy"));
        NpyFiles.save(NpyFiles.random(3, 4), Path.of("b.npy"));
        NpyFiles.save(NpyFiles.random(4, 3, 3), Path.of("k.npy"));
        Files.write(Path.of("bad.npy"), new byte[] {1, 2, 3});
        try (var photo = Files.newOutputStream(Path.of("p.png"))) {
            new Photo(5, 6, new float[Photo.CHANNELS * 5 * 6]).writePng(photo, FilterKernel.Finish.PLAIN);
        }
    }

    @FuzzTest
    @Timeout(5)
    void doneOrOneLine(byte[] line) {
        WATCHDOG.over(line, () -> check(line));
    }

    private static void check(byte[] line) {
        List<String> args = arguments(new String(line, StandardCharsets.ISO_8859_1));
        Cli run = Cli.run(args.toArray());
        if (run.code() == 0) {
            assertEquals("", run.err(), args::toString);
            return;
        }
        boolean outOfMemory = run.code() == 1 && run.err().contains("not enough memory for these sizes");
        assertTrue(run.code() == 2 || outOfMemory, () -> args + ": " + run);
        assertEquals("", run.out(), args::toString);
        assertEquals(1, run.err().lines().count(), () -> args + ": " + run.err());
        assertTrue(run.err().startsWith("jconv"), () -> args + ": " + run.err());
    }

    /**
     * The words of a line, made such that no file elsewhere is written and nothing is asked for that honestly takes long: a
     * benchmark of a large layer, or a large filter on the bundled photo.
     */
    private static List<String> arguments(String line) {
        String tame =
                line.substring(0, Math.min(line.length(), MOST_CHARACTERS)).replaceAll("[/\\\\]", "");
        if (tame.startsWith("bench")) {
            tame = tame.replaceAll("(\\d)\\d+", "$1");
        }
        List<String> args = new ArrayList<>(List.of(tame.split("[ \n]+", -1)));
        if (args.get(0).equals("bench")) {
            // A second --seconds is refused.
            args.add(1, "--seconds=0.001");
        }
        if (args.get(0).equals("filter") && !tame.contains(".npy") && !args.contains("p.png")) {
            args.add(1, "p.png");
        }
        return args;
    }
}
