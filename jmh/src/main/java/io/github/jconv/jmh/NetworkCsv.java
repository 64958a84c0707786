// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.jmh.network.Part;
import io.github.jconv.jmh.network.StepTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Report} of networks as CSV, cells empty where a peer did not run. */
final class NetworkCsv {
    private NetworkCsv() {}

    /** A line a network. */
    static String networks(Report<NetworkResult> report) {
        List<Peer> peers = report.settings().peers();
        List<String> columns = new ArrayList<>(List.of(
                "network", "threads", "accuracy", "gflop", "peak_gflops", "whole", "jconv_us", "jconv_percent"));
        peers.forEach(peer -> columns.addAll(List.of(peer.id + "_us", peer.id + "_percent", peer.id + "_ratio")));
        columns.addAll(List.of("difference", "allowed"));
        for (Part part : Part.values()) {
            columns.add(part.name().toLowerCase(Locale.ROOT) + "_us");
        }
        List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
        for (NetworkResult r : report.results()) {
            List<String> cells = new ArrayList<>(List.of(
                    r.name(),
                    Integer.toString(report.settings().threads()),
                    report.settings().accuracy().toString(),
                    number(r.flops() * 1e-9),
                    number(r.timing().peak()),
                    Boolean.toString(r.timing().whole()),
                    number(r.jconvMicros()),
                    number(r.percent())));
            for (Peer peer : peers) {
                boolean ran = r.ratio(peer).isPresent();
                cells.add(ran ? number(r.timing().micros().get(peer.id)) : "");
                cells.add(ran ? number(r.percent(peer.id).getAsDouble()) : "");
                cells.add(ran ? number(r.ratio(peer).getAsDouble()) : "");
            }
            cells.add(String.format(Locale.ROOT, "%.3e", r.difference()));
            cells.add(String.format(Locale.ROOT, "%.3e", r.allowed()));
            for (Part part : Part.values()) {
                cells.add(number(r.micros(part)));
            }
            lines.add(String.join(",", cells));
        }
        return String.join("\n", lines) + "\n";
    }

    /** A line a step of jconv's. */
    static String steps(Report<NetworkResult> report) {
        StringBuilder text = new StringBuilder("network,node,step,kernel,gflop,us\n");
        for (NetworkResult r : report.results()) {
            for (StepTime step : r.steps()) {
                text.append(String.join(
                                ",",
                                r.name(),
                                step.node(),
                                step.part().name().toLowerCase(Locale.ROOT),
                                step.kernel(),
                                number(step.flops() * 1e-9),
                                number(step.micros())))
                        .append("\n");
            }
        }
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
