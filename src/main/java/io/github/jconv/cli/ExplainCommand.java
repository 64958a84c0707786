// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2dPlan;
import java.io.PrintWriter;
import java.util.List;
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
        Conv2dPlan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(report(plan).print(true));
        } else {
            plan.toString().lines().forEach(out::println);
        }
        return 0;
    }

    private Conv2dPlan plan() {
        try {
            return layer.build(parallelism).plan(layer.inputShape());
        } catch (IllegalArgumentException e) {
            Map<String, String> names = LayerOptions.names();
            names.put("parallelism", "--parallelism");
            throw BadInput.of(e, names);
        }
    }

    private static Report report(Conv2dPlan plan) {
        return new Report()
                .add("layer", plan.layer())
                .add("input_shape", plan.inputShape())
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
                .add("arithmetic_intensity", plan.arithmeticIntensity())
                .add("scratch_bytes", plan.scratchBytes())
                .add("packed_weight_bytes", plan.packedWeightBytes())
                .add("peak_extra_bytes", plan.peakExtraBytes());
    }
}
