// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

/** A peer computed something else than jconv. */
final class DisagreementException extends Exception {
    private static final long serialVersionUID = 1;

    DisagreementException(String message) {
        super(message);
    }
}
