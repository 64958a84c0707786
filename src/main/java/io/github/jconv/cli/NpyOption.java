// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.io.Npy;
import io.github.jconv.io.Tensor;
import io.github.jconv.io.TensorFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

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
    static Tensor read(String subject, Path path, int... ranks) {
        InputFile.require(subject, path);
        try {
            Tensor npy = Npy.read(path);
            int rank = npy.shape().length;
            for (int allowed : ranks) {
                if (rank == allowed) {
                    return npy;
                }
            }
            throw BadInput.of(
                    subject,
                    "shape " + Arrays.toString(npy.shape()) + " has rank " + rank + ", must have rank " + names(ranks));
        } catch (TensorFileException e) {
            throw BadInput.of(subject, e.problem());
        } catch (IOException e) {
            throw BadInput.of(subject, "cannot be read: " + e);
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
