// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Report} as CSV: a line a layer, cells empty where a peer did not run. */
final class CsvReport {
    private CsvReport() {}

    /** The whole text. */
    static String of(Report<LayerResult> report) {
        List<Peer> peers = report.settings().peers();
        StringBuilder text =
                new StringBuilder("network,layer,count,threads,kernel,gflop,peak_gflops,whole,jconv_us,jconv_percent");
        peers.forEach(peer -> text.append(",").append(peer.id).append("_us"));
        List<RatioColumn> ratios = RatioColumn.of(peers);
        ratios.forEach(column ->
                text.append(",").append(column.title().replace(' ', '_')).append("_ratio"));
        text.append("\n");
        for (LayerResult r : report.results()) {
            List<String> cells = new ArrayList<>(List.of(
                    r.workload().network(),
                    r.workload().layer(),
                    Integer.toString(r.workload().count()),
                    Integer.toString(report.settings().threads()),
                    r.kernel(),
                    number(r.workload().flops() * 1e-9),
                    number(r.timing().peak()),
                    Boolean.toString(r.timing().whole()),
                    number(r.jconvMicros()),
                    number(r.percent())));
            peers.forEach(peer -> cells.add(
                    r.timing().micros().containsKey(peer.id)
                            ? number(r.timing().micros().get(peer.id))
                            : ""));
            for (RatioColumn column : ratios) {
                var ratio = column.value().apply(r);
                cells.add(ratio.isPresent() ? number(ratio.getAsDouble()) : "");
            }
            text.append(String.join(",", cells)).append("\n");
        }
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
