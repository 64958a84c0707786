// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command left: its exit code and what it printed. */
record Cli(int code, String out, String err) {
    static Cli run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code = Main.execute(new PrintWriter(out), new PrintWriter(err), words);
        return new Cli(code, out.toString(), err.toString());
    }

    /** Asserts that it went well, and returns it. */
    Cli done() {
        assertEquals("", err);
        assertEquals(0, code, out);
        return this;
    }

    /** Asserts the contract of bad input: exit code 2 and one line that contains {@code parts}. */
    void refused(String... parts) {
        assertEquals(2, code, err);
        assertEquals("", out);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.startsWith("jconv"), err);
        for (String part : parts) {
            assertTrue(err.contains(part), () -> "no '" + part + "' in: " + err);
        }
    }
}
