// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.cli.FilterKernel.Finish;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;

/**
 * Doubles a picture tile by tile. Only the finished picture grows with the photo, not what the network keeps in between.
 *
 * <p>A tile has the margin that its outputs see, and ends where the picture ends, so that padding is where it is without
 * tiles: the outputs of EXACT are the same to the bit.
 */
final class Upscaler implements AutoCloseable {
    private final EsrganSlim network;
    private final Photo photo;
    private final List<Tile> tiles;
    /** Of every tile's input. */
    private final Dimension input;

    private final EsrganSlim.Buffers buffers;
    private final ForkJoinPool pool;

    /** Of tiles with sides up to {@code side}, and their margins; {@code threads} are the network's. */
    Upscaler(EsrganSlim network, Photo photo, int side, int threads) {
        this.network = network;
        this.photo = photo;
        tiles = Tile.of(photo.ih(), photo.iw(), side, network.receptiveRadius());
        input = tiles.get(0).input().getSize();
        buffers = network.new Buffers(input.width * input.height);
        // The common pool may have fewer threads.
        pool = new ForkJoinPool(threads);
    }

    /** What it takes in memory: photo, picture, and what a tile needs in the network. */
    static long bytes(EsrganSlim network, Photo photo, int side) {
        long pixels = (long) photo.ih() * photo.iw();
        Rectangle tile = Tile.of(photo.ih(), photo.iw(), side, network.receptiveRadius())
                .get(0)
                .input();
        return pixels * Photo.CHANNELS * Float.BYTES
                + pixels * EsrganSlim.SCALE * EsrganSlim.SCALE * Integer.BYTES
                + (long) tile.width * tile.height * EsrganSlim.FLOATS_PER_PIXEL * Float.BYTES
                + network.extraBytes(tile.height, tile.width);
    }

    /** The network. */
    EsrganSlim network() {
        return network;
    }

    /** How many tiles there are. */
    int tiles() {
        return tiles.size();
    }

    /** Has the network's code compiled. */
    void warmUp() {
        pool.submit(() -> network.warmUp(input.height, input.width)).join();
    }

    /**
     * The picture.
     *
     * @param progress told of every tile that is done, how many they are
     */
    BufferedImage picture(LayerTimes times, IntConsumer progress) {
        return pool.submit(() -> computed(times, progress)).join();
    }

    private BufferedImage computed(LayerTimes times, IntConsumer progress) {
        BufferedImage picture = new BufferedImage(
                EsrganSlim.SCALE * photo.iw(), EsrganSlim.SCALE * photo.ih(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < tiles.size(); i++) {
            Tile tile = tiles.get(i);
            photo.copy(tile.input(), buffers.input);
            network.forward(buffers, input.height, input.width, times);
            paint(tile, picture);
            progress.accept(i + 1);
        }
        return picture;
    }

    private void paint(Tile tile, BufferedImage picture) {
        Rectangle input = scaled(tile.input());
        Rectangle core = scaled(tile.core());
        Photo output = new Photo(input.height, input.width, buffers.output);
        Rectangle part = new Rectangle(core.x - input.x, core.y - input.y, core.width, core.height);
        output.paint(part, Finish.PLAIN, picture, core.x, core.y);
    }

    private static Rectangle scaled(Rectangle r) {
        int scale = EsrganSlim.SCALE;
        return new Rectangle(scale * r.x, scale * r.y, scale * r.width, scale * r.height);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
