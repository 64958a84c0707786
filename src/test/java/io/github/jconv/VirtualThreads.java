// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, by reflection: class files here are those of Java 17. */
final class VirtualThreads {
    /** Whether this JDK has them for good: 19 and 20 only preview them. */
    static final boolean SUPPORTED = Runtime.version().feature() >= 21;

    private VirtualThreads() {}

    /** A new virtual thread for each task; platform threads where the JDK has no others. */
    static ExecutorService executor() {
        if (!SUPPORTED) {
            return Executors.newCachedThreadPool();
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
