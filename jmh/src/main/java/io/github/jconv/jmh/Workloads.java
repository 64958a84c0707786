// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Data;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads layers from a table with the columns {@link #COLUMNS}. */
final class Workloads {
    static final String COLUMNS = "network,layer,count,n,ic,ih,iw,oc,kh,kw,sh,sw,ph,pw,dh,dw,groups";

    private static final String DEFAULT = "workloads.csv";
    private static final String BATCHES = "batches.csv";
    private static final long SEED = 1;

    private Workloads() {}

    /** The layers that come with the benchmarks. */
    static List<Workload> defaults() {
        return resource(DEFAULT);
    }

    /** Layers of several batch sizes, which come with them too. */
    static List<Workload> batches() {
        return resource(BATCHES);
    }

    private static List<Workload> resource(String name) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Workloads.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return parse(name, in.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The layers of a file. */
    static List<Workload> read(Path file) throws IOException {
        return parse(file.toString(), Files.readAllLines(file));
    }

    /**
     * The layers of a table.
     *
     * @throws IllegalArgumentException naming file and line of what is none
     */
    static List<Workload> parse(String file, List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(COLUMNS)) {
            throw new IllegalArgumentException(file + ": the first line must be " + COLUMNS);
        }
        List<Workload> workloads = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                workloads.add(parse(lines.get(i).split(",", -1)));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": not a layer: " + lines.get(i), e);
            }
        }
        return workloads;
    }

    /** Writes a file that {@link #read} reads back. */
    static void write(Path file, List<Workload> workloads) throws IOException {
        List<String> lines = new ArrayList<>(List.of(COLUMNS));
        for (Workload w : workloads) {
            ConvCase c = w.conv();
            int[] numbers = {
                w.count(),
                c.n(),
                c.ic(),
                c.ih(),
                c.iw(),
                c.oc(),
                c.kh(),
                c.kw(),
                c.sh(),
                c.sw(),
                c.ph(),
                c.pw(),
                c.dh(),
                c.dw(),
                c.groups()
            };
            lines.add(w.network() + "," + w.layer() + ","
                    + IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        }
        Files.write(file, lines);
    }

    private static Workload parse(String[] cells) {
        if (cells.length != COLUMNS.split(",").length) {
            throw new IllegalArgumentException(cells.length + " columns");
        }
        int[] v = new int[cells.length];
        for (int i = 2; i < cells.length; i++) {
            v[i] = Integer.parseInt(cells[i]);
        }
        ConvCase conv = new ConvCase(
                v[3],
                true,
                v[16],
                v[4],
                v[5],
                v[6],
                v[7],
                v[8],
                v[9],
                v[10],
                v[11],
                ConvCase.Padding.AMOUNT,
                v[12],
                v[13],
                v[14],
                v[15],
                PaddingMode.ZEROS,
                true,
                Data.REAL,
                SEED);
        if (!valid(conv)) {
            throw new IllegalArgumentException("no such convolution");
        }
        return new Workload(cells[0], cells[1], v[2], conv);
    }

    private static boolean valid(ConvCase c) {
        boolean positive = IntStream.of(
                        c.n(),
                        c.ic(),
                        c.ih(),
                        c.iw(),
                        c.oc(),
                        c.kh(),
                        c.kw(),
                        c.sh(),
                        c.sw(),
                        c.dh(),
                        c.dw(),
                        c.groups())
                .allMatch(value -> value > 0);
        return positive
                && c.ph() >= 0
                && c.pw() >= 0
                && c.ic() % c.groups() == 0
                && c.oc() % c.groups() == 0
                && CaseGeometry.of(c).oh() > 0
                && CaseGeometry.of(c).ow() > 0;
    }
}
