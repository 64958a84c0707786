// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    @Tag("bits")
    void vectorsAreAsWideAsTheJvmWasToldTo() {
        Platform here = Platform.current();
        int bytes = Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxVectorSize")
                .getValue());
        assertTrue(here.lanes() * Float.BYTES <= bytes, here::toString);
        assertEquals(here.vectors(), here.lanes() > 1, here::toString);
    }

    @Test
    void isFoundOutOnce() {
        assertSame(Platform.current(), Platform.current());
    }

    @Test
    void knowsTheJdk() {
        assertEquals(Runtime.version().feature(), Platform.current().javaFeature());
    }

    @Test
    void scalarIsTheSameWithoutVectors() {
        Platform avx512 = new Platform(true, 16, 32, 1, true, 25);
        Platform scalar = avx512.scalar();
        assertFalse(scalar.vectors());
        assertEquals(1, scalar.lanes());
        assertEquals(avx512.registers(), scalar.registers());
        assertEquals(avx512.fastFma(), scalar.fastFma());
        assertEquals(avx512.javaFeature(), scalar.javaFeature());
    }
}
