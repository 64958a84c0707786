// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.Map;

/** A mistake of the user's: its message, one line that names the option, is all that is printed. */
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    private BadInput(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong with {@code subject}, an option and the value it was given. */
    static BadInput of(String subject, String problem) {
        return new BadInput(subject + ": " + problem, null);
    }

    /**
     * A refusal of the library's. Its messages begin with the parameter's name, such as {@code stride[0]=0: must be at
     * least 1}; the option that set the parameter goes before it.
     *
     * @param options the options by the library's parameter
     */
    static BadInput of(IllegalArgumentException refusal, Map<String, String> options) {
        String message = String.valueOf(refusal.getMessage());
        String option = options.get(leadingName(message));
        return new BadInput(option == null ? message : option + ": " + message, refusal);
    }

    private static String leadingName(String message) {
        int end = 0;
        while (end < message.length() && Character.isLetter(message.charAt(end))) {
            end++;
        }
        return message.substring(0, end);
    }
}
