// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static io.github.jconv.jmh.MarkdownText.number;
import static io.github.jconv.jmh.MarkdownText.ratio;

import io.github.jconv.jmh.network.Part;
import io.github.jconv.jmh.network.StepTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@link Report} of networks as Markdown. */
final class NetworkMarkdown {
    private final Report<NetworkResult> report;
    private final MarkdownText text;

    private NetworkMarkdown(Report<NetworkResult> report) {
        this.report = report;
        this.text = new MarkdownText("jconv and its peers on whole networks", report);
    }

    /** The whole text. */
    static String of(Report<NetworkResult> report) {
        NetworkMarkdown markdown = new NetworkMarkdown(report);
        markdown.networks();
        markdown.parts();
        report.results().forEach(markdown::steps);
        return markdown.text.toString();
    }

    private void networks() {
        List<Peer> peers = report.present();
        List<String> columns = new ArrayList<>(List.of("network", "GFLOP", "ms", "GFLOP/s", "% of peak"));
        peers.forEach(peer -> columns.addAll(List.of(peer.id + " ms", peer.id + " % of peak", peer.id)));
        columns.addAll(List.of("difference", "allowed"));
        text.table("Networks", 1, columns);
        for (NetworkResult r : report.results()) {
            List<String> cells = new ArrayList<>(List.of(
                    r.name(),
                    number("%.2f", r.flops() * 1e-9),
                    number("%.2f", r.jconvMicros() * 1e-3),
                    number("%.1f", r.gflops()),
                    number("%.0f", r.percent())));
            for (Peer peer : peers) {
                OptionalDouble percent = r.percent(peer.id);
                Double micros = r.timing().micros().get(peer.id);
                cells.add(micros == null ? "-" : number("%.2f", micros * 1e-3));
                cells.add(percent.isPresent() ? number("%.0f", percent.getAsDouble()) : "-");
                cells.add(ratio(r.ratio(peer)));
            }
            cells.add(peers.isEmpty() ? "-" : number("%.1e", r.difference()));
            cells.add(number("%.1e", r.allowed()));
            text.row(cells);
        }
    }

    private void parts() {
        List<String> columns = new ArrayList<>(List.of("network"));
        for (Part part : Part.values()) {
            columns.addAll(List.of(part.title + " ms", "%"));
        }
        text.table("Where jconv's time goes", 1, columns);
        for (NetworkResult r : report.results()) {
            List<String> cells = new ArrayList<>(List.of(r.name()));
            for (Part part : Part.values()) {
                cells.add(number("%.2f", r.micros(part) * 1e-3));
                cells.add(number("%.1f", 100 * r.micros(part) / r.stepMicros()));
            }
            text.row(cells);
        }
    }

    private void steps(NetworkResult r) {
        text.table("Steps of " + r.name(), 3, List.of("node", "step", "kernel", "us", "% of the time", "% of peak"));
        for (StepTime step : r.steps()) {
            double gflops = step.flops() / step.micros() * 1e-3;
            text.row(List.of(
                    step.node(),
                    step.part().title,
                    step.kernel(),
                    number("%.1f", step.micros()),
                    number("%.1f", 100 * step.micros() / r.stepMicros()),
                    step.flops() == 0
                            ? "-"
                            : number("%.0f", 100 * gflops / r.timing().peak())));
        }
    }
}
