package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a layer would do with an input. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Tells a layer's kernel and tile, its threads, work and memory.",
            "It is what the layer would do on this machine with an input of the given shape; nothing is computed."
        },
        footer = {
            "",
            "Examples:",
            "  jconv explain --input 1,64,56,56 --out-channels 128 --kernel 3 --padding 1",
            "  jconv explain --input 32,112,112 --out-channels 32 --kernel 3 --groups 32"
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private LayerOptions layer;

    @Option(
            names = "--parallelism",
            paramLabel = "T",
            description = "The most threads to use; by default as many as the machine has.")
    private Integer parallelism;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(report().print(json));
        return 0;
    }

    private Report report() {
        try {
            Conv2d conv = layer.build(parallelism);
            return report(conv, conv.plan(layer.inputShape()));
        } catch (IllegalArgumentException e) {
            Map<String, String> names = LayerOptions.names();
            names.put("parallelism", "--parallelism");
            throw BadInput.of(e, names);
        }
    }

    private Report report(Conv2d conv, Conv2dPlan plan) {
        double intensity = plan.arithmeticIntensity();
        return new Report()
                .add("layer", conv.toString())
                .add("input_shape", layer.inputShape())
                .add("output_shape", plan.outputShape())
                .add("parameters", plan.parameters())
                .add("multiply_adds", plan.multiplyAdds())
                .add("receptive_field", List.of(plan.receptiveHeight(), plan.receptiveWidth()))
                .add("kernel", plan.kernel())
                .add("tile", plan.tile())
                .add("lanes_along", plan.lanesAlong())
                .add("lanes", plan.lanes())
                .add("slices", plan.slices())
                .add("threads", plan.threads())
                .add("bytes_moved", plan.bytesMoved())
                .add(
                        "arithmetic_intensity",
                        intensity,
                        "arithmetic intensity",
                        String.format(Locale.ROOT, "%.1f operations/byte", intensity))
                .add("scratch_bytes", plan.scratchBytes());
    }
}
