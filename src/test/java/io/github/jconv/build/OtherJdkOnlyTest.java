// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherJdkOnlyTest {
    @ParameterizedTest
    @CsvSource({
        "default, 17,   , true",
        "default, 25,   , true",
        "jdk25,   25, 17, true",
        "jdk25,   25, 21, true",
        "jdk25,   25, 25, false",
        "jdk25,   17, 17, false",
        "jdk25,   21, 17, false",
        "jdk25-width32, 25, 17, true",
        "jdk25-width32, 25, 25, false",
    })
    void runsOnlyWhereTheSecondJdkIsAnother(String run, String jdk, String mavenJdk, boolean wanted) {
        assertEquals(wanted, OtherJdkOnly.wanted(run, jdk, mavenJdk));
    }
}
