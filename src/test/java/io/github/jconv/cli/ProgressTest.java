// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
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
}
