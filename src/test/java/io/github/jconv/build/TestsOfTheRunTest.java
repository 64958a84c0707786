// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestsOfTheRunTest {
    @ParameterizedTest
    @CsvSource({
        "default, io.github.jconv.LayersTest, true",
        "fuzz, io.github.jconv.LayersTest, false",
        "fuzz, io.github.jconv.LayerFuzzTest, true",
        "default, io.github.jconv.FastVectorApiTest, true",
        "no-module, io.github.jconv.FastVectorApiTest, false",
        "jdk25-no-module, io.github.jconv.FastVectorApiTest, false",
        "jdk25-no-module, io.github.jconv.NoModuleTest, true",
        "long, io.github.jconv.internal.kernel.KernelBitsLongTest, true",
    })
    void whichTestsARunTakes(String run, String testClass, boolean wanted) {
        assertEquals(wanted, TestsOfTheRun.wanted(run, testClass));
    }
}
