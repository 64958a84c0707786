// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String SCRIPT = "script";
    private static final String[] CHILD = {"-cp", System.getProperty("java.class.path"), AtTerminal.class.getName()};

    /** A JVM of its own: what this one's streams are is not the test's to say. */
    static final class AtTerminal {
        private AtTerminal() {}

        public static void main(String[] args) {
            System.out.print("at terminal: " + Progress.atTerminal());
        }
    }

    private final StringWriter err = new StringWriter();

    @Test
    void aLineCoversTheOneBefore() {
        try (Progress progress = new Progress(new PrintWriter(err), true)) {
            progress.show("warming up");
            progress.show("3 %");
        }
        assertEquals("\rwarming up\r3 %       \r   \r", err.toString());
    }

    @Test
    void theBarIsAsLongAsWhatIsDone() {
        assertEquals("[" + " ".repeat(30) + "]   0 %", Progress.bar(0, 7));
        assertEquals("[" + "#".repeat(15) + " ".repeat(15) + "]  50 %", Progress.bar(3, 6));
        assertEquals("[" + "#".repeat(30) + "] 100 %", Progress.bar(100_000_000, 100_000_000));
    }

    @Test
    void withoutATerminalNothingIsShown() {
        try (Progress progress = new Progress(new PrintWriter(err), false)) {
            progress.show("warming up");
        }
        assertEquals("", err.toString());
    }

    @Test
    void streamsToFilesAreNoTerminal() throws Exception {
        assertEquals("at terminal: false", run(child()));
    }

    @Test
    void aTerminalIsOneUnlessTheOutputGoesElsewhere() throws Exception {
        assumeTrue(makesTerminals(), "by design: util-linux's script is not there, which makes terminals");
        assertEquals("at terminal: true", run(atTerminal("")));
        assertEquals("at terminal: false", run(atTerminal(" | cat")));
    }

    private static boolean makesTerminals() throws InterruptedException {
        try {
            return run(List.of(SCRIPT, "--version")).contains("util-linux");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> child() {
        return Stream.concat(Stream.of(JAVA.toString()), Stream.of(CHILD)).toList();
    }

    private static List<String> atTerminal(String pipe) {
        String command = "'" + String.join("' '", child()) + "'" + pipe;
        return List.of(SCRIPT, "-qec", command, "/dev/null");
    }

    /** What it prints last: the JVM may have something to say before. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.substring(Math.max(0, said.indexOf("at terminal")));
    }
}
