// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Networks;
import io.github.jconv.jmh.network.Node;
import io.github.jconv.jmh.network.Shape;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The graphs have the convolutions of the layer table, each as often, and the shapes their papers give. */
class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "mobilenet_v1,mobilenet_v1,1024,7",
        "vgg16,vgg16,512,7",
        "resnet50,resnet50_v1.5,2048,7",
        "esrgan_slim,esrgan_slim_x2_128,3,256"
    })
    void sameLayersAsTheTable(String name, String inTable, int channels, int size) {
        Graph graph = Networks.of(name);
        Map<String, Integer> table = new TreeMap<>();
        Workloads.defaults().stream()
                .filter(w -> w.network().equals(inTable))
                .forEach(w -> table.merge(w.conv().toString(), w.count(), Integer::sum));
        Map<String, Integer> built = new TreeMap<>();
        graph.convolutions().forEach(node -> built.merge(node.conv().toString(), 1, Integer::sum));

        assertEquals(table, built);
        assertEquals(new Shape(1, channels, size, size), graph.shape(graph.last()));
    }

    @ParameterizedTest
    @CsvSource({"mobilenet_v1,27,0,0,0,0", "vgg16,13,5,0,0,0", "resnet50,33,1,16,0,0", "esrgan_slim,4,0,3,3,1"})
    void whatFollowsTheConvolutions(String name, int relus, int pools, int adds, int concats, int upsamples) {
        Graph graph = Networks.of(name);

        assertEquals(
                relus, graph.convolutions().stream().filter(Node.Conv::relu).count());
        assertEquals(pools, count(graph, Node.MaxPool.class));
        assertEquals(adds, count(graph, Node.Add.class));
        assertEquals(concats, count(graph, Node.Concat.class));
        assertEquals(upsamples, count(graph, Node.Upsample.class));
    }

    private static long count(Graph graph, Class<? extends Node> kind) {
        return graph.nodes().stream().filter(kind::isInstance).count();
    }

    @Test
    void noNetwork() {
        var e = assertThrows(IllegalArgumentException.class, () -> Networks.of("alexnet"));

        assertEquals("no network: alexnet", e.getMessage());
    }
}
