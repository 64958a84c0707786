// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.cli.FilterKernel.Finish;
import io.github.jconv.io.Tensor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** The kernels of {@code --kernel}. */
final class FilterKernels {
    static final String NAMES = "sobel-x, sobel-y, laplacian, sharpen, emboss, box:N, gaussian:N[,SIGMA], @kernel.npy";

    /** Beyond it a blur is better done at a smaller scale. */
    static final int MAX_SIZE = 255;

    /** Taps that sum to less than this part of their magnitudes sum to 0 but for rounding. */
    private static final double ZERO_SUM = 1e-5;

    private FilterKernels() {}

    /**
     * The kernel of {@code name}.
     *
     * @throws BadInput if there is none
     */
    static FilterKernel of(String name) {
        if (name.startsWith("@")) {
            return file(name);
        }
        int colon = name.indexOf(':');
        String family = colon < 0 ? name : name.substring(0, colon);
        String[] numbers = colon < 0 ? new String[0] : name.substring(colon + 1).split(",", -1);
        return switch (family) {
            case "box" -> box(name, numbers);
            case "gaussian" -> gaussian(name, numbers);
            default -> fixed(name);
        };
    }

    private static FilterKernel fixed(String name) {
        return switch (name) {
            case "sobel-x" -> FilterKernel.of3x3(Finish.ABSOLUTE, -1, 0, 1, -2, 0, 2, -1, 0, 1);
            case "sobel-y" -> FilterKernel.of3x3(Finish.ABSOLUTE, -1, -2, -1, 0, 0, 0, 1, 2, 1);
            case "laplacian" -> FilterKernel.of3x3(Finish.ABSOLUTE, 1, 1, 1, 1, -8, 1, 1, 1, 1);
            case "sharpen" -> FilterKernel.of3x3(Finish.PLAIN, 0, -1, 0, -1, 5, -1, 0, -1, 0);
            // Lit from the top left.
            case "emboss" -> FilterKernel.of3x3(Finish.GREY, -1, -1, 0, -1, 0, 1, 0, 1, 1);
            default -> throw bad(name, "there is no such kernel, must be one of " + NAMES);
        };
    }

    private static FilterKernel box(String name, String[] numbers) {
        if (numbers.length != 1) {
            throw bad(name, "must be box:N");
        }
        int size = size(name, numbers[0]);
        float[] taps = new float[size * size];
        Arrays.fill(taps, 1f / taps.length);
        return new FilterKernel(size, size, taps, Finish.PLAIN);
    }

    private static FilterKernel gaussian(String name, String[] numbers) {
        if (numbers.length != 1 && numbers.length != 2) {
            throw bad(name, "must be gaussian:N or gaussian:N,SIGMA");
        }
        int size = size(name, numbers[0]);
        // OpenCV's default: the window holds about three sigma on each side.
        double sigma = numbers.length == 2 ? sigma(name, numbers[1]) : 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
        double[] bell = bell(size, sigma);
        float[] taps = new float[size * size];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = (float) (bell[i / size] * bell[i % size]);
        }
        return new FilterKernel(size, size, taps, Finish.PLAIN);
    }

    /** One axis of a gaussian, of sum 1. */
    private static double[] bell(int size, double sigma) {
        double[] bell = new double[size];
        for (int i = 0; i < size; i++) {
            double deviations = (i - size / 2) / sigma;
            bell[i] = Math.exp(-deviations * deviations / 2);
        }
        double sum = Arrays.stream(bell).sum();
        return Arrays.stream(bell).map(value -> value / sum).toArray();
    }

    private static int size(String name, String number) {
        int size;
        try {
            size = Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            size = 0;
        }
        if (size < 1 || size > MAX_SIZE || size % 2 == 0) {
            throw bad(name, "N=" + number + ": must be an odd number within 1.." + MAX_SIZE);
        }
        return size;
    }

    private static double sigma(String name, String number) {
        double sigma;
        try {
            sigma = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            sigma = Double.NaN;
        }
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw bad(name, "SIGMA=" + number + ": must be a number above 0");
        }
        return sigma;
    }

    private static FilterKernel file(String name) {
        Tensor npy = NpyOption.read("--kernel " + name, path(name), 2);
        int kh = npy.shape()[0];
        int kw = npy.shape()[1];
        if (kh < 1 || kw < 1 || kh > MAX_SIZE || kw > MAX_SIZE) {
            throw bad(name, "shape " + Arrays.toString(npy.shape()) + ": each size must be within 1.." + MAX_SIZE);
        }
        return new FilterKernel(kh, kw, npy.data(), finish(name, npy.data()));
    }

    private static Path path(String name) {
        try {
            return Path.of(name.substring(1));
        } catch (InvalidPathException e) {
            throw bad(name, "is not a path: " + e.getReason());
        }
    }

    private static Finish finish(String name, float[] taps) {
        double sum = 0;
        double magnitude = 0;
        for (float tap : taps) {
            sum += tap;
            magnitude += Math.abs(tap);
        }
        if (!Double.isFinite(magnitude)) {
            throw bad(name, "has a tap that is NaN or infinite");
        }
        return Math.abs(sum) <= ZERO_SUM * magnitude ? Finish.ABSOLUTE : Finish.PLAIN;
    }

    private static BadInput bad(String name, String problem) {
        return BadInput.of("--kernel " + name, problem);
    }
}
