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
}
