// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    @Test
    void withoutACommandItNamesThem() {
        Cli.run().refused("a command is missing", "upscale, run, filter, explain or bench");
    }

    @Test
    void theUnknownIsNamed() {
        Cli.run("blur").refused("'blur'", "upscale, run, filter, explain or bench");
        Cli.run("--blur").refused("--blur");
        Cli.run("filter", "a.png", "b.png").refused("b.png");
        Cli.run("filter", "--stride", "1", "--stride", "2").refused("--stride", "only once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "upscale", "run", "filter", "explain", "bench"})
    void helpHasAnExample(String command) {
        Object[] args = command.isEmpty() ? new Object[] {"--help"} : new Object[] {command, "--help"};
        String help = Cli.run(args).done().out();
        assertTrue(help.contains("Example"), help);
        assertTrue(help.contains("jconv " + command), help);
    }

    @Test
    void helpListsEachCommandOnALine() {
        List<String> help =
                Cli.run("--help").done().out().lines().map(String::strip).toList();
        int at = help.indexOf("Commands:");
        for (String command : List.of("upscale", "run", "filter", "explain", "bench")) {
            String line = help.get(++at);
            assertTrue(line.matches(command + " +[A-Z].*\\."), line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionIsPrinted(String option) {
        String version = Cli.run(option).done().out();
        assertTrue(version.matches("jconv \\S.*\\R"), version);
    }

    /** A command that asks for too much. */
    @Command(name = "greedy")
    private static final class Greedy implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void noMemoryIsOneLine() {
        StringWriter err = new StringWriter();
        CommandLine commands = Main.commands().addSubcommand(new Greedy());
        int code = Main.execute(commands, new PrintWriter(Writer.nullWriter()), new PrintWriter(err), "greedy");
        assertEquals(1, code);
        assertEquals(
                "jconv greedy: not enough memory for these sizes; java -Xmx raises the limit",
                err.toString().strip());
    }

    @Test
    void outputThatIsLostIsAFailure() {
        Writer full = new Writer() {
            @Override
            public void write(char[] chars, int from, int length) throws java.io.IOException {
                throw new java.io.IOException("no space left");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        assertEquals(1, Main.execute(new PrintWriter(full), new PrintWriter(new StringWriter()), "--version"));
    }
}
