// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.io.IOException;

/** Says which file of tensors can't be read, what was found in it, and what is allowed. */
public final class TensorFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    private final String problem;

    TensorFileException(String file, String problem) {
        super(file + ": " + problem);
        this.problem = problem;
    }

    /**
     * What is wrong.
     *
     * @return it without the name of the file, which {@link #getMessage()} begins with
     */
    public String problem() {
        return problem;
    }
}
