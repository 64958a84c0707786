// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The layers that a command is asked for. */
final class LayersOption {
    @Option(names = "--layers", paramLabel = "FILE.csv", description = "Layers, with the columns of workloads.csv.")
    private Path file;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Those whose network/layer has a match.")
    private Pattern filter;

    @Parameters(paramLabel = "LAYER", description = "Layers: " + LayerText.FORMS + ".")
    private List<String> texts;

    /**
     * Those given, or else those of the file or, with a filter, of the known networks; none if nothing was asked for.
     *
     * @throws IllegalArgumentException if one is no layer
     */
    List<Workload> get() throws IOException {
        if (texts != null) {
            return texts.stream().map(LayerText::parse).toList();
        }
        if (file == null && filter == null) {
            return List.of();
        }
        List<Workload> all = file == null ? Workloads.defaults() : Workloads.read(file);
        List<Workload> chosen = all.stream()
                .filter(w -> filter == null || filter.matcher(w.name()).find())
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--filter " + filter + ": no layer has a match");
        }
        return chosen;
    }
}
