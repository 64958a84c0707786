package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void withoutACommandItNamesThem() {
        Cli.run().refused("a command is missing", "run, filter or explain");
    }

    @Test
    void theUnknownIsNamed() {
        Cli.run("blur").refused("'blur'", "run, filter or explain");
        Cli.run("--blur").refused("--blur");
        Cli.run("filter", "a.png", "b.png").refused("b.png");
        Cli.run("filter", "--stride", "1", "--stride", "2").refused("--stride", "only once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "filter", "explain"})
    void helpHasAnExample(String command) {
        Object[] args = command.isEmpty() ? new Object[] {"--help"} : new Object[] {command, "--help"};
        String help = Cli.run(args).done().out();
        assertTrue(help.contains("Example"), help);
        assertTrue(help.contains("jconv " + command), help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionIsPrinted(String option) {
        String version = Cli.run(option).done().out();
        assertTrue(version.matches("jconv \\S.*\\R"), version);
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
