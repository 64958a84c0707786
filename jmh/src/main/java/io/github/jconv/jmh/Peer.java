// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.jmh.network.Graph;
import io.github.jconv.oracle.ConvCase;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * What jconv is compared with.
 *
 * <p>The classes are named, not used: only the jmh profile has the libraries to compile them with.
 */
enum Peer {
    ORT("ort", "ONNX Runtime", "OrtModel", "onnxruntime", Role.PLAIN),
    ONEDNN("onednn", "oneDNN", "OneDnnLayer", "dnnl", Role.PLAIN),
    PYTORCH("pytorch", "PyTorch", "PyTorchLayer", "pytorch-native-cpu", Role.PLAIN),
    ONEDNN_BLOCKED("onednn-blocked", "oneDNN, own layout", "OneDnnBlockedLayer", "dnnl", Role.BLOCKED),
    NETLIB("netlib", "im2col + netlib sgemm", "NetlibLayer", "blas", Role.BASELINE);

    /** What a ratio to a peer means. */
    enum Role {
        /** Takes and gives (N, C, H, W), as jconv does. */
        PLAIN,
        /** Data in a layout of its own, which a caller's data first has to be brought into. */
        BLOCKED,
        /** What could be done in Java before. */
        BASELINE
    }

    private static final String PACKAGE = "io.github.jconv.jmh.peers.";

    final String id;
    final String title;
    final String artifact;
    final Role role;
    private final String className;

    Peer(String id, String title, String className, String artifact, Role role) {
        this.id = id;
        this.title = title;
        this.className = className;
        this.artifact = artifact;
        this.role = role;
    }

    /** The peer of that id. */
    static Peer of(String id) {
        return Arrays.stream(values())
                .filter(peer -> peer.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no peer: " + id));
    }

    /**
     * The layer as this peer computes it.
     *
     * @throws AbsentException if it cannot on this machine
     */
    ReadyLayer open(ConvCase c, int threads) throws AbsentException {
        return open(ConvCase.class, c, threads);
    }

    /**
     * The network as this peer computes it.
     *
     * @throws AbsentException if it cannot on this machine, or takes no networks
     */
    ReadyLayer open(Graph graph, int threads) throws AbsentException {
        return open(Graph.class, graph, threads);
    }

    private <T> ReadyLayer open(Class<T> type, T subject, int threads) throws AbsentException {
        try {
            return (ReadyLayer) Class.forName(PACKAGE + className)
                    .getConstructor(type, int.class)
                    .newInstance(subject, threads);
        } catch (InvocationTargetException e) {
            throw new AbsentException(e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new AbsentException(e);
        }
    }
}
