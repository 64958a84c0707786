// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.cli.FilterKernel.Finish;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void colourIsReadAsItIs(int type) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, type);
        image.setRGB(0, 0, 0xffff0000);
        image.setRGB(1, 0, 0xff0033ff); // both colours are in the default palette
        assertPlanes(image, 255, 0, 0, 0x33, 0, 255);
    }

    @Test
    void alphaIsDropped() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x40102030);
        image.setRGB(1, 0, 0x00405060);
        assertPlanes(image, 0x10, 0x40, 0x20, 0x50, 0x30, 0x60);
    }

    @Test
    void greyIsReadAsItIs() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 100);
        image.getRaster().setSample(1, 0, 0, 200);
        assertPlanes(image, 100, 200, 100, 200, 100, 200);
    }

    @Test
    void greyOfSixteenBitsIsScaled() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 100 * 257);
        image.getRaster().setSample(1, 0, 0, 65535);
        assertPlanes(image, 100, 255, 100, 255, 100, 255);
    }

    @Test
    void blackAndWhiteIsRead() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xffffff);
        assertPlanes(image, 0, 255, 0, 255, 0, 255);
    }

    @Test
    void jpegIsRead() throws IOException {
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(0, 0, 16, 8);
        ImageIO.write(image, "jpg", dir.resolve("photo.jpg").toFile());
        Photo photo = Photo.read("PHOTO", dir.resolve("photo.jpg"));
        assertEquals(8, photo.ih());
        assertEquals(16, photo.iw());
        for (float level : photo.planes()) {
            assertEquals(255, level);
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        float[] planes = new float[Photo.CHANNELS * 5 * 4];
        Random random = new Random(7);
        for (int i = 0; i < planes.length; i++) {
            planes[i] = random.nextInt(256);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        new Photo(5, 4, planes).writePng(png, Finish.PLAIN);
        assertPlanes(ImageIO.read(new ByteArrayInputStream(png.toByteArray())), planes);
    }

    /** Whatever the bytes, a picture or a refusal: the decoders' other exceptions must not come through. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aMutatedPictureIsReadOrRefused(String format) throws IOException {
        ByteArrayOutputStream valid = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), format, valid);
        Random random = new Random(8);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            byte[] bytes = valid.toByteArray();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            refused += isRefused(Files.write(dir.resolve("photo." + format), bytes)) ? 1 : 0;
        }
        assertTrue(refused > 0);
    }

    private static boolean isRefused(Path path) {
        try {
            Photo.read("PHOTO", path);
            return false;
        } catch (BadInput e) {
            return true;
        }
    }

    private void assertPlanes(BufferedImage image, float... planes) throws IOException {
        Path path = dir.resolve("photo.png");
        ImageIO.write(image, "png", path.toFile());
        Photo photo = Photo.read("PHOTO", path);
        assertEquals(image.getWidth(), photo.iw());
        assertEquals(image.getHeight(), photo.ih());
        org.junit.jupiter.api.Assertions.assertArrayEquals(planes, photo.planes());
    }
}
