// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.cli.FilterKernel.Finish;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture as the planes red, green and blue, levels 0..255.
 *
 * @param ih rows
 * @param iw columns
 * @param planes the three planes, row-major
 */
record Photo(int ih, int iw, float[] planes) {
    static final int CHANNELS = 3;

    /** A resource: the cat. */
    static final String CAT = "photo.png";
    /** A resource: a small flower, for a network to enlarge. */
    static final String FLOWER = "esrgan/photo.png";

    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    /**
     * Warnings that pixels are missing or wrong: the JDK's decoder of JPEG paints them grey. Bytes too many are a habit of some
     * cameras, and a broken colour profile or header costs no pixel.
     */
    private static final Pattern LOSS = Pattern.compile("(?i)truncated|premature|corrupt(?!.* extraneous )");

    /** Decoded pixels and their planes: what a pixel takes while it is read, at most. */
    private static final int BYTES_PER_PIXEL = 8 + CHANNELS * Float.BYTES;

    static {
        ImageIO.setUseCache(false);
    }

    /**
     * The picture in a PNG or JPEG file.
     *
     * @throws BadInput naming {@code subject}, if there is none
     */
    static Photo read(String subject, Path path) {
        InputFile.require(subject, path);
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            return decode(subject, in);
        } catch (IOException e) {
            throw BadInput.of(subject, "cannot be read: " + e);
        }
    }

    /** A picture that comes with the program. */
    static Photo bundled(String name) throws IOException {
        try (InputStream resource = Photo.class.getResourceAsStream(name);
                ImageInputStream in = ImageIO.createImageInputStream(resource)) {
            return decode(name, in);
        }
    }

    private static Photo decode(String subject, ImageInputStream in) throws IOException {
        ImageReader reader = reader(in);
        if (reader == null) {
            throw BadInput.of(subject, "is not a PNG or JPEG picture");
        }
        List<String> losses = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (LOSS.matcher(warning).find()) {
                losses.add(warning);
            }
        });
        try {
            // Metadata is of no use here, and may unpack to any size.
            reader.setInput(in, true, true);
            Heap.require(
                    subject,
                    "a picture of " + reader.getWidth(0) + "x" + reader.getHeight(0),
                    (long) reader.getWidth(0) * reader.getHeight(0) * BYTES_PER_PIXEL);
            BufferedImage image = reader.read(0);
            if (!losses.isEmpty()) {
                throw BadInput.of(subject, "is a broken picture: " + losses.get(0));
            }
            if (image.getColorModel().getNumColorComponents() > CHANNELS) {
                throw BadInput.of(subject, "has more than three colours, as CMYK has; must be RGB or grey");
            }
            return of(image);
        } catch (BadInput e) {
            throw e;
        } catch (RuntimeException e) {
            // The JDK's decoders end so on some broken pictures.
            throw BadInput.of(subject, "is a broken picture: " + e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        return null;
    }

    /** Of the pixels; alpha is dropped. */
    private static Photo of(BufferedImage image) {
        int ih = image.getHeight();
        int iw = image.getWidth();
        float[] planes = new float[CHANNELS * ih * iw];
        if (isGrey(image)) {
            splitGrey(image.getRaster(), planes);
        } else {
            splitColour(image, planes);
        }
        return new Photo(ih, iw, planes);
    }

    private static void splitColour(BufferedImage image, float[] planes) {
        int plane = planes.length / CHANNELS;
        int[] row = new int[image.getWidth()];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int rgb : row) {
                planes[i] = rgb >> 16 & 0xff;
                planes[plane + i] = rgb >> 8 & 0xff;
                planes[2 * plane + i++] = rgb & 0xff;
            }
        }
    }

    /** AWT takes grey levels for linear light: getRGB would brighten them. */
    private static boolean isGrey(BufferedImage image) {
        return image.getColorModel() instanceof ComponentColorModel model
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    private static void splitGrey(Raster raster, float[] planes) {
        int plane = planes.length / CHANNELS;
        float white = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        int[] row = new int[raster.getWidth()];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int sample : row) {
                float level = sample * 255f / white;
                planes[i] = level;
                planes[plane + i] = level;
                planes[2 * plane + i++] = level;
            }
        }
    }

    /**
     * Returns {@code path}.
     *
     * @throws BadInput naming {@code option}, if it is not that of a PNG file
     */
    static Path requirePng(String option, Path path) {
        if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw BadInput.of(option + " " + path, "the picture is a PNG, its name must end in .png");
        }
        return path;
    }

    /** Writes the picture as PNG. */
    void writePng(OutputStream out, Finish finish) throws IOException {
        BufferedImage image = new BufferedImage(iw, ih, BufferedImage.TYPE_INT_RGB);
        paint(new Rectangle(iw, ih), finish, image, 0, 0);
        writePng(image, out);
    }

    /** Writes a picture as PNG. */
    static void writePng(BufferedImage image, OutputStream out) throws IOException {
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this JVM has no PNG writer");
        }
    }

    /** Paints a part of this picture on {@code image}, its upper left corner at {@code (x, y)}. */
    void paint(Rectangle part, Finish finish, BufferedImage image, int x, int y) {
        int plane = ih * iw;
        int[] row = new int[part.width];
        for (int r = 0; r < part.height; r++) {
            int from = (part.y + r) * iw + part.x;
            for (int c = 0; c < part.width; c++) {
                int i = from + c;
                row[c] = finish.level(planes[i]) << 16
                        | finish.level(planes[plane + i]) << 8
                        | finish.level(planes[2 * plane + i]);
            }
            image.setRGB(x, y + r, part.width, 1, row, 0, part.width);
        }
    }

    /** Copies the planes of a part of this picture, one after the other. */
    void copy(Rectangle part, float[] to) {
        int at = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int y = part.y; y < part.y + part.height; y++) {
                System.arraycopy(planes, (channel * ih + y) * iw + part.x, to, at, part.width);
                at += part.width;
            }
        }
    }
}
