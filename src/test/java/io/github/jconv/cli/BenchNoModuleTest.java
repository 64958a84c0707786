// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM started without {@code --add-modules jdk.incubator.vector}. */
@Tag("no-module")
class BenchNoModuleTest {
    private static final String[] BENCH = {
        "bench", "--input", "8,9,9", "--out-channels", "4", "--kernel", "3", "--threads", "1,2", "--seconds", "0.001"
    };

    @Test
    void theScalarKernelIsTimedWithoutAPeak() {
        String[] args = java.util.Arrays.copyOf(BENCH, BENCH.length + 1);
        args[BENCH.length] = "--json";
        Map<?, ?> facts = Json.object(Cli.run((Object[]) args).done().out());
        assertEquals("missing", facts.get("vector_api"));
        for (Object each : (List<?>) facts.get("runs")) {
            Map<?, ?> run = (Map<?, ?>) each;
            assertEquals("scalar", run.get("kernel"));
            assertTrue((Double) run.get("gflops") > 0, run::toString);
            assertTrue(run.containsKey("fma_peak_gflops"));
            assertNull(run.get("fma_peak_gflops"));
            assertTrue(run.containsKey("percent_of_fma_peak"));
            assertNull(run.get("percent_of_fma_peak"));
        }
    }

    @Test
    void theFlagIsNamed() {
        String text = Cli.run((Object[]) BENCH).done().out();
        assertTrue(text.contains("missing: start Java with --add-modules jdk.incubator.vector"), text);
        assertTrue(text.matches("(?s).*FMA peak +unknown +unknown\\R.*"), text);
    }
}
