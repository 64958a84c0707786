// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Keeps other tests out of the run of the fuzz tests, also where {@code -Dtest} asks every run for one: its working
 * directory is not the project's, and its memory small. Registered in META-INF/services.
 */
public final class FuzzTestsAlone implements PostDiscoveryFilter {
    private static final String RUN = System.getProperty("jconv.run", "");

    static boolean wanted(String run, String testClass) {
        return !run.equals("fuzz") || testClass.endsWith("FuzzTest");
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        return FilterResult.includedIf(
                testClass(test).map(name -> wanted(RUN, name)).orElse(true), () -> "", () -> "no fuzz test");
    }

    /** The class of a test or of a container of tests; none of an engine. */
    private static Optional<String> testClass(TestDescriptor test) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            return Optional.of(method.getClassName());
        }
        return source instanceof ClassSource type ? Optional.of(type.getClassName()) : Optional.empty();
    }
}
