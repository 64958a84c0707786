// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the NumPy file an option names. */
final class NpyOption {
    private NpyOption() {}

    /**
     * The array in the file.
     *
     * @param subject the option and its value
     * @param ranks how many sizes the array may have
     * @throws BadInput naming {@code subject}, if the file can't be read or is not such an array
     */
    static NpyFile read(String subject, Path path, int... ranks) {
        InputFile.require(subject, path);
        try {
            NpyFile npy = NpyFile.read(path);
            for (int rank : ranks) {
                if (npy.shape().length == rank) {
                    return npy;
                }
            }
            throw new NpyException("shape " + NpyFile.tuple(npy.shape()) + " has rank " + npy.shape().length
                    + ", must have rank " + names(ranks));
        } catch (IOException e) {
            throw BadInput.of(subject, e instanceof NpyException ? e.getMessage() : "cannot be read: " + e);
        }
    }

    private static String names(int[] ranks) {
        StringBuilder names = new StringBuilder().append(ranks[0]);
        for (int i = 1; i < ranks.length; i++) {
            names.append(" or ").append(ranks[i]);
        }
        return names.toString();
    }
}
