// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
    @ParameterizedTest
    @CsvSource({
        "amd64,   8,  16",
        "amd64,   4,  16",
        "amd64,   16, 32",
        "x86_64,  8,  16",
        "X86_64,  8,  16",
        "x86,     4,  16",
        "i386,    4,  16",
        "aarch64, 4,  32",
        "aarch64, 8,  32",
        "riscv64, 4,  32",
        "'',      4,  32",
    })
    void registersOfAnArchitecture(String arch, int lanes, int registers) {
        assertEquals(registers, Detection.registers(arch, lanes));
    }

    @ParameterizedTest
    @CsvSource({
        "'mixed mode, sharing',                   true",
        "'mixed mode',                            true",
        "'compiled mode',                         true",
        "'interpreted mode, sharing',             false",
        "'mixed mode, emulated-client, sharing',  false",
        "'',                                      true",
    })
    void whetherThereIsAnOptimisingCompiler(String info, boolean there) {
        assertEquals(there, Detection.optimisingCompiler(info));
    }

    private static final String LINUX =
            "processor\t: 0\nvendor_id\t: %s\ncpu family\t: %s\nmodel\t\t: 1\nmodel name\t: ";
    private static final String WINDOWS = "%3$s Family %2$s Model 1 Stepping 0, %1$s";

    @ParameterizedTest
    @CsvSource({
        "GenuineIntel, 6,   2",
        "AuthenticAMD, 25,  1",
        "AuthenticAMD, 26,  2",
        "AuthenticAMD, 126, 1",
        "AuthenticAMD, 30,  2",
        "HygonGenuine, 24,  1",
    })
    void fmasOfAProcessor(String maker, String family, int fmas) {
        for (String form : new String[] {LINUX, WINDOWS}) {
            String processor = form.formatted(maker, family, "AMD64");
            assertEquals(fmas, Detection.fmas(16, 32, processor), processor);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "16, 32, '',             1",
        "16, 32, 'CPU part: 46', 1",
        "4,  32, GenuineIntel,   1",
        "8,  32, GenuineIntel,   1",
        "8,  16, GenuineIntel,   2",
        "4,  16, '',             2",
    })
    void fmasOfVectorsThatAreNotAvx512(int lanes, int registers, String processor, int fmas) {
        assertEquals(fmas, Detection.fmas(lanes, registers, processor));
    }
}
