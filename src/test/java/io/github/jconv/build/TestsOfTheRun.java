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
 * Keeps tests out of runs that are not theirs, also where {@code -Dtest} asks every run for them: other tests out of the
 * run of the fuzz tests, whose working directory is not the project's and whose memory is small; those of vectors out of
 * JVMs without. Registered in META-INF/services.
 */
public final class TestsOfTheRun implements PostDiscoveryFilter {
    private static final String RUN = System.getProperty("jconv.run", "");

    static boolean wanted(String run, String testClass) {
        if (run.endsWith("no-module")) {
            return !testClass.endsWith("VectorApiTest");
        }
        return !run.equals("fuzz") || testClass.endsWith("FuzzTest");
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        return FilterResult.includedIf(
                testClass(test).map(name -> wanted(RUN, name)).orElse(true), () -> "", () -> "not of this run");
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
