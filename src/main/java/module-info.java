/** PyTorch's {@code nn.Conv2d} for the JVM. */
module io.github.jconv {
    requires static jdk.incubator.vector;

    exports io.github.jconv;
    exports io.github.jconv.io;
}
