// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.io.IOException;

/** Says what is wrong with a NumPy file. */
final class NpyException extends IOException {
    private static final long serialVersionUID = 1;

    NpyException(String message) {
        super(message);
    }
}
