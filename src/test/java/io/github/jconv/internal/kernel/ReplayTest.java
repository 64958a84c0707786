// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs the one case whose line a failure printed: {@code -Dtest=ReplayTest -Djconv.case=<line>}. */
@Tag("bits")
@EnabledIfSystemProperty(named = "jconv.case", matches = ".+")
class ReplayTest {
    @Test
    void theCaseOfTheLine() {
        GuardedRun.everyKernel(ConvCase.parse(System.getProperty("jconv.case")));
    }
}
