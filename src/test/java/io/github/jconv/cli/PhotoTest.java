// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.cli.FilterKernel.Finish;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
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

    /** The decoder fills what is missing with grey, and only warns. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aTruncatedPictureIsRefused(String format) throws IOException {
        byte[] whole = noise(format);
        Path path = dir.resolve("photo." + format);
        for (int percent : new int[] {0, 5, 10, 50, 90, 98}) {
            BadInput e = refusal(Files.write(path, Arrays.copyOf(whole, whole.length * percent / 100)));
            assertTrue(e.getMessage().startsWith("PHOTO: "), e.getMessage());
        }
        assertEquals(64, Photo.read("PHOTO", Files.write(path, whole)).iw());
    }

    @Test
    void aDamagedJpegIsRefused() throws IOException {
        byte[] jpeg = noise("jpg");
        jpeg[jpeg.length / 2] = (byte) 0xff;
        jpeg[jpeg.length / 2 + 1] = (byte) 0xd9; // here it claims to end
        BadInput e = refusal(Files.write(dir.resolve("photo.jpg"), jpeg));
        assertEquals("PHOTO: is a broken picture: Corrupt JPEG data: premature end of data segment", e.getMessage());
    }

    /** As some cameras write them. */
    @Test
    void aJpegWithBytesTooManyIsRead() throws IOException {
        byte[] jpeg = noise("jpg");
        byte[] longer = Arrays.copyOf(jpeg, jpeg.length + 8);
        longer[jpeg.length + 6] = jpeg[jpeg.length - 2];
        longer[jpeg.length + 7] = jpeg[jpeg.length - 1];
        longer[jpeg.length - 2] = 0;
        longer[jpeg.length - 1] = 0;
        Photo expected = Photo.read("PHOTO", Files.write(dir.resolve("photo.jpg"), jpeg));
        Photo photo = Photo.read("PHOTO", Files.write(dir.resolve("longer.jpg"), longer));
        assertArrayEquals(expected.planes(), photo.planes());
    }

    /** Without a profile nobody knows its colours. */
    @Test
    void aJpegOfFourColoursIsRefused() throws IOException {
        Raster cmyk = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, 4, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            writer.write(new IIOImage(cmyk, null, null));
        } finally {
            writer.dispose();
        }
        BadInput e = refusal(Files.write(dir.resolve("photo.jpg"), jpeg.toByteArray()));
        assertEquals("PHOTO: has more than three colours, as CMYK has; must be RGB or grey", e.getMessage());
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

    /** The bytes of a picture that hardly compresses. */
    private static byte[] noise(String format) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(9);
        for (int i = 0; i < 64 * 48; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    private static BadInput refusal(Path path) {
        return assertThrows(BadInput.class, () -> Photo.read("PHOTO", path));
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
        assertArrayEquals(planes, photo.planes());
    }
}
