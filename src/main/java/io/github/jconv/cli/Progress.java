// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** One line about what is going on, written over again and again; only for someone who sees it. */
final class Progress implements AutoCloseable {
    private static final int BAR_WIDTH = 30;

    private final PrintWriter err;
    private final boolean shown;
    private int width;

    Progress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** Whether a person is at the terminal, as far as Java can tell: it does not know of stderr alone. */
    static boolean atTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there may be a console without a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** How much is done of the whole, such as {@code [#####     ]  50 %}. */
    static String bar(int done, int whole) {
        int filled = (int) ((long) BAR_WIDTH * done / whole);
        return "[" + "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "] "
                + String.format(Locale.ROOT, "%3d %%", 100L * done / whole);
    }

    /** Shows {@code line} in place of the line before. */
    void show(String line) {
        if (shown) {
            err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            err.flush();
            width = line.length();
        }
    }

    /** Leaves an empty line, and the cursor at its start. */
    @Override
    public void close() {
        if (width > 0) {
            show("");
            err.print("\r");
            err.flush();
        }
    }
}
