// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.jconv.build.Watchdog;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whatever numbers the public API is given. */
@EnabledIfSystemProperty(named = "jconv.run", matches = "fuzz", disabledReason = "by design: in the run fuzz")
class LayerFuzzTest {
    private static final Watchdog WATCHDOG = new Watchdog();

    private static volatile Throwable inBackground;

    /** What fails on a thread of the library's own must not go unseen. */
    @BeforeAll
    static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> inBackground = e);
    }

    @FuzzTest
    @Timeout(5)
    void aRightResultOrARefusal(byte[] line) {
        WATCHDOG.over(line, () -> new AnyLayer(new String(line, StandardCharsets.ISO_8859_1)).check());
        assertNull(inBackground);
    }
}
