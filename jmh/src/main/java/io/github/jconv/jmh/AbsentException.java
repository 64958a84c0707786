// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

/** A peer cannot be had: its library, its natives or the layer in it are missing. */
final class AbsentException extends Exception {
    private static final long serialVersionUID = 1;

    AbsentException(String why) {
        super(why);
    }

    /** The message is one line about what is at the bottom of it. */
    AbsentException(Throwable failure) {
        super(root(failure).toString().lines().findFirst().orElse("").replace('\t', ' '), failure);
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
