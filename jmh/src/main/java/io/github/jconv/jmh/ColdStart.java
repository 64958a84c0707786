// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Conv2d;
import io.github.jconv.oracle.ConvCase;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a new process takes from {@code main} to the end of its first forward, and until its forwards are within
 * 10 % of the speed they have in the end. Medians of several JVMs, which get the options of this one.
 *
 * <p>Arguments: the number of threads (1 if none), then layers as {@link ConvCase} writes them.
 */
public final class ColdStart {
    private static final int JVMS = 7;
    private static final double SECONDS = 3;

    /** Calls in a row whose median must be within 10 %. */
    private static final int WINDOW = 5;

    private static final List<String> LAYERS = Layers.DEFAULT.subList(0, 4);

    private ColdStart() {}

    /** Starts the JVMs, one after the other, layers in turn. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String threads = args.length > 0 ? args[0] : "1";
        List<String> layers = args.length > 1 ? List.of(args).subList(1, args.length) : LAYERS;
        double[][][] times = new double[layers.size()][3][JVMS];
        for (int jvm = 0; jvm < JVMS; jvm++) {
            for (int i = 0; i < layers.size(); i++) {
                double[] measured = measure(threads, layers.get(i));
                for (int column = 0; column < measured.length; column++) {
                    times[i][column][jvm] = measured[column];
                }
            }
        }
        System.out.printf(
                "%nJDK %s, %s, milliseconds from main, median (most) of %d JVMs%n%n",
                Runtime.version(), Settings.inWords(Integer.parseInt(threads), "thread"), JVMS);
        System.out.println("| layer | first forward | within 10 % | warm forward |");
        System.out.println("| --- | ---: | ---: | ---: |");
        for (int i = 0; i < layers.size(); i++) {
            Arrays.stream(times[i]).forEach(Arrays::sort);
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.0f (%.0f) | %.0f (%.0f) | %.1f |%n",
                    layers.get(i),
                    times[i][0][JVMS / 2],
                    times[i][0][JVMS - 1],
                    times[i][1][JVMS / 2],
                    times[i][1][JVMS - 1],
                    times[i][2][JVMS / 2]);
        }
    }

    private static double[] measure(String threads, String layer) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(NewProcess.class.getName(), threads, layer));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("the measuring JVM failed: " + text);
            }
            return Arrays.stream(text.trim().split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    /** The process that is measured. */
    static final class NewProcess {
        private NewProcess() {}

        /** Prints the milliseconds of the first forward's end, of the first that is within 10 %, and of a warm one. */
        public static void main(String[] args) {
            long start = System.nanoTime();
            ConvCase c = ConvCase.parse(args[1]);
            int[] shape = c.shape();
            Conv2d conv = Conv2d.builder()
                    .inChannels(c.ic())
                    .outChannels(c.oc())
                    .kernelSize(c.kh(), c.kw())
                    .stride(c.sh(), c.sw())
                    .padding(c.ph(), c.pw())
                    .dilation(c.dh(), c.dw())
                    .groups(c.groups())
                    .parallelism(Integer.parseInt(args[0]))
                    .build();
            float[] input = c.input();
            float[] output = conv.forward(input, shape);
            List<Long> ends = new ArrayList<>(List.of(System.nanoTime() - start));
            while (ends.get(ends.size() - 1) < SECONDS * 1e9) {
                conv.forward(input, 0, output, 0, shape);
                ends.add(System.nanoTime() - start);
            }
            double[] calls = new double[ends.size() - 1];
            Arrays.setAll(calls, i -> (ends.get(i + 1) - ends.get(i)) * 1e-6);
            double warm = median(calls, calls.length * 2 / 3, calls.length);
            int i = 0;
            while (i + WINDOW < calls.length && median(calls, i, i + WINDOW) > 1.1 * warm) {
                i++;
            }
            System.out.println(ends.get(0) * 1e-6 + " " + ends.get(i) * 1e-6 + " " + warm);
        }

        private static double median(double[] values, int from, int to) {
            double[] sorted = Arrays.copyOfRange(values, from, to);
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }
}
