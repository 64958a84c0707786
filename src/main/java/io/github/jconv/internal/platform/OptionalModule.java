// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.platform;

/** Modules that module-info names {@code requires static}: jconv runs without them. */
public final class OptionalModule {
    private OptionalModule() {}

    /** Whether the module of a class is there, and read by this one; the class is not initialised. */
    public static boolean has(String className) {
        try {
            Class<?> found = Class.forName(className, false, OptionalModule.class.getClassLoader());
            return OptionalModule.class.getModule().canRead(found.getModule());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
