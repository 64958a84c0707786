// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Accuracy;
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
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints how long a new process takes from {@code main} to the end of its first forward, and until its forwards are within
 * 10 % of the speed they keep: {@link WarmUp}. Medians of several JVMs, which get the options of this one.
 */
@Command(
        name = "ColdStart",
        sortOptions = false,
        description = {
            "Times the first forwards of new processes.",
            "Exit codes: 0 done, 2 bad input, 1 a process did not reach a steady speed, anything else."
        })
public final class ColdStart implements Callable<Integer> {
    private static final String NOT_REACHED = "not reached";

    private final List<String> arguments;

    @Spec
    private CommandSpec spec;

    @Option(names = "--accuracy", paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}; default: exact.")
    private AccuracyChoice accuracy = AccuracyChoice.EXACT;

    @Option(names = "--jvms", paramLabel = "N", description = "Processes a layer; default: 7.")
    private int jvms = 7;

    @Parameters(index = "0", arity = "0..1", paramLabel = "THREADS", description = "Threads; default: 1.")
    private int threads = 1;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "LAYER", description = "Layers: " + LayerText.FORMS + ".")
    private List<String> layers = Layers.DEFAULT.subList(0, 4);

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    private ColdStart(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs the command and returns its exit code. */
    static int execute(String... args) {
        return new CommandLine(new ColdStart(args))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    /** Starts the JVMs, one after the other, layers in turn. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads < 1 || jvms < 1) {
            throw new ParameterException(spec.commandLine(), "THREADS and --jvms must be positive");
        }
        List<String> cases = cases();
        double[][][] times = new double[cases.size()][3][jvms];
        for (int jvm = 0; jvm < jvms; jvm++) {
            for (int i = 0; i < cases.size(); i++) {
                double[] measured = measure(cases.get(i));
                for (int column = 0; column < measured.length; column++) {
                    times[i][column][jvm] = measured[column];
                }
            }
        }
        About.here(ColdStart.class, arguments).forEach(line -> System.out.println("- " + line));
        System.out.printf(
                "- %s, %s, milliseconds from main, median (most) of %d JVMs%n%n",
                Settings.inWords(threads, "thread"), accuracy, jvms);
        System.out.println("| layer | first forward | within 10 % | warm forward |");
        System.out.println("| --- | ---: | ---: | ---: |");
        boolean reached = true;
        for (int i = 0; i < cases.size(); i++) {
            double[] steady = times[i][1];
            reached &= DoubleStream.of(steady).noneMatch(Double::isNaN);
            System.out.printf(
                    "| `%s` | %s (%s) | %s (%s) | %s |%n",
                    layers.get(i),
                    text("%.0f", median(times[i][0])),
                    text("%.0f", most(times[i][0])),
                    text("%.0f", median(steady)),
                    text("%.0f", most(steady)),
                    text("%.1f", median(times[i][2])));
        }
        return reached ? 0 : 1;
    }

    private List<String> cases() {
        try {
            return layers.stream()
                    .map(text -> LayerText.parse(text).conv().toString())
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? NOT_REACHED : String.format(Locale.ROOT, format, value);
    }

    /** Those that were not reached are the latest. */
    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double most(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1];
    }

    private double[] measure(String layer) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(NewProcess.class.getName(), Integer.toString(threads), accuracy.name(), layer));
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
            ConvCase c = ConvCase.parse(args[2]);
            int[] shape = c.shape();
            // No lambdas and weights of the benchmarks': they would be in the time.
            Conv2d conv = Conv2d.builder()
                    .inChannels(c.ic())
                    .outChannels(c.oc())
                    .kernelSize(c.kh(), c.kw())
                    .stride(c.sh(), c.sw())
                    .padding(c.ph(), c.pw())
                    .dilation(c.dh(), c.dw())
                    .groups(c.groups())
                    .accuracy(Accuracy.valueOf(args[1]))
                    .parallelism(Integer.parseInt(args[0]))
                    .build();
            float[] input = c.input();
            float[] output = conv.forward(input, shape);
            WarmUp warmUp = new WarmUp(System.nanoTime() - start);
            while (!warmUp.isSteady() && warmUp.elapsed() < WarmUp.MOST_NANOS) {
                conv.forward(input, 0, output, 0, shape);
                warmUp.add(System.nanoTime() - start);
            }
            System.out.println(warmUp.first() * 1e-6 + " " + warmUp.reached() * 1e-6 + " " + warmUp.steady() * 1e-6);
        }
    }
}
