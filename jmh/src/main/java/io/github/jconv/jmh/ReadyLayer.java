package io.github.jconv.jmh;

/** One layer with its weights packed and its input in place, so that a run is all there is to time. */
public interface ReadyLayer extends AutoCloseable {
    /** One forward. */
    void run();

    /** What the last run gave, (N, C, H, W), row-major. */
    float[] output();

    @Override
    void close();
}
