// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.PaddingMode;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.oracle.ConvCase;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

/**
 * What jconv is compared with: other implementations, itself asked for something else, or a copy.
 *
 * <p>The classes of other implementations are named, not used: only the jmh profile has the libraries to compile them with.
 */
enum Peer {
    ORT("ort", "ONNX Runtime", "OrtModel", "onnxruntime", Role.PLAIN),
    ONEDNN("onednn", "oneDNN", "OneDnnLayer", "dnnl", Role.PLAIN),
    PYTORCH("pytorch", "PyTorch", "PyTorchLayer", "pytorch-native-cpu", Role.PLAIN),
    ONEDNN_BLOCKED("onednn-blocked", "oneDNN, own layout", "OneDnnBlockedLayer", "dnnl", Role.BLOCKED),
    NETLIB("netlib", "im2col + netlib sgemm", "NetlibLayer", "blas", Role.BASELINE),
    ONE_THREAD("one-thread", "jconv on one thread", (c, s) -> new JconvLayer(c, 1, s.accuracy())),
    EXACT("exact", "jconv, EXACT", (c, s) -> new JconvLayer(c, s.threads(), AccuracyChoice.EXACT)),
    REFLECT("reflect", "jconv, reflect", PaddingMode.REFLECT),
    REPLICATE("replicate", "jconv, replicate", PaddingMode.REPLICATE),
    CIRCULAR("circular", "jconv, circular", PaddingMode.CIRCULAR),
    COPY("copy", "a copy of as many bytes", Role.LIMIT, (c, s) -> new CopyLayer(c), false);

    /** What a ratio to a peer means. */
    enum Role {
        /** Takes and gives (N, C, H, W), as jconv does. */
        PLAIN,
        /** Data in a layout of its own, which a caller's data first has to be brought into. */
        BLOCKED,
        /** What could be done in Java before. */
        BASELINE,
        /** jconv, asked for something else. */
        SELF,
        /** No convolution: what the machine's memory allows. */
        LIMIT
    }

    /** How what is no other implementation is opened. */
    private interface Self {
        ReadyLayer open(ConvCase c, Settings settings) throws AbsentException;
    }

    private static final String PACKAGE = "io.github.jconv.jmh.peers.";

    final String id;
    final String title;
    final String artifact;
    final Role role;
    private final String className;
    private final Self self;

    /** Whether it computes what jconv does, so that outputs can be compared. */
    final boolean comparable;

    Peer(String id, String title, String className, String artifact, Role role) {
        this(id, title, className, artifact, role, null, true);
    }

    Peer(String id, String title, Self self) {
        this(id, title, Role.SELF, self, true);
    }

    Peer(String id, String title, PaddingMode mode) {
        this(id, title, Role.SELF, (c, s) -> padded(c, s, mode), false);
    }

    Peer(String id, String title, Role role, Self self, boolean comparable) {
        this(id, title, null, "", role, self, comparable);
    }

    Peer(String id, String title, String className, String artifact, Role role, Self self, boolean comparable) {
        this.id = id;
        this.title = title;
        this.className = className;
        this.artifact = artifact;
        this.role = role;
        this.self = self;
        this.comparable = comparable;
    }

    /** Other implementations. */
    static List<Peer> others() {
        return Arrays.stream(values()).filter(Peer::isOther).toList();
    }

    /** Whether it is another implementation. */
    boolean isOther() {
        return self == null;
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
    ReadyLayer open(ConvCase c, Settings settings) throws AbsentException {
        return self == null ? open(ConvCase.class, c, settings.threads()) : self.open(c, settings);
    }

    private static ReadyLayer padded(ConvCase c, Settings settings, PaddingMode mode) throws AbsentException {
        if ((c.ph() | c.pw()) == 0) {
            throw new AbsentException("no padding");
        }
        return new JconvLayer(c, settings.threads(), settings.accuracy(), builder -> builder.paddingMode(mode));
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
