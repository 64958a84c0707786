// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Empties the runs on the second JDK where the machine has no JDK 25 beside the one that Maven runs on; the first runs
 * were the same then. Registered in META-INF/services.
 */
public final class OtherJdkOnly implements PostDiscoveryFilter {
    private static final boolean WANTED = wanted(
            System.getProperty("jconv.run", ""),
            System.getProperty("java.specification.version"),
            System.getProperty("jconv.maven.jdk"));

    static {
        if (!WANTED) {
            System.out.println("No JDK 25 beside the one Maven runs on: no second run.");
        }
    }

    static boolean wanted(String run, String jdk, String mavenJdk) {
        return !run.startsWith("jdk25") || (jdk.equals("25") && !jdk.equals(mavenJdk));
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        return FilterResult.includedIf(WANTED, () -> "", () -> "no JDK 25 beside Maven's");
    }
}
