// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers survive being written and read; what is no layer is named with its line. */
class WorkloadsTest {
    @Test
    void theDefaultsHaveNamesOfTheirOwn() {
        List<String> names = Workloads.defaults().stream().map(Workload::name).toList();

        assertEquals(112, names.size());
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void batches() {
        List<Workload> all = Workloads.batches();

        assertEquals(9, all.size());
        assertEquals(
                List.of(1, 8, 32),
                all.stream().map(w -> w.conv().n()).distinct().toList());
    }

    @Test
    void columns() {
        Workload w = Workloads.parse("f", List.of(Workloads.COLUMNS, "net,conv1,7,2,4,9,11,6,3,5,1,2,0,3,4,1,2"))
                .get(0);

        assertEquals("net/conv1", w.name());
        assertEquals(7, w.count());
        assertEquals(
                "n2g2_ic4ih9iw11_oc6_kh3kw5_s1x2_p0x3_d4x1_zeros_b1_seed1",
                w.conv().toString());
        assertEquals(2.0 * 2 * 6 * 1 * 7 * 2 * 15, w.flops());
    }

    @Test
    void writtenAndRead(@TempDir Path folder) throws Exception {
        List<Workload> all = Workloads.defaults();
        Workloads.write(folder.resolve("layers.csv"), all);

        assertEquals(all, Workloads.read(folder.resolve("layers.csv")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b,1,1,3,8,8,4,3,3,1,1,1,1,1,1",
                "a,b,x,1,3,8,8,4,3,3,1,1,1,1,1,1,1",
                "a,b,1,1,3,8,8,4,3,3,0,1,1,1,1,1,1",
                "a,b,1,1,3,8,8,4,3,3,1,1,1,1,1,1,2",
                "a,b,1,1,3,8,8,4,9,3,1,1,0,1,1,1,1"
            })
    void noLayer(String line) {
        List<String> lines = List.of(Workloads.COLUMNS, line);

        var e = assertThrows(IllegalArgumentException.class, () -> Workloads.parse("f.csv", lines));

        assertEquals("f.csv:2: not a layer: " + line, e.getMessage());
    }
}
