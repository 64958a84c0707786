// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM started without {@code --add-modules jdk.incubator.vector}. */
@Tag("no-module")
class UpscaleNoModuleTest {
    @TempDir
    private Path dir;

    /** The README's, which vectors computed. */
    @Test
    void thePictureIsTheSame() throws IOException {
        Path out = dir.resolve("out.png");
        Cli.run("upscale", "-o", out).done();
        assertArrayEquals(pixels(Path.of("docs", "images", "upscaled.png")), pixels(out));
    }

    private static int[] pixels(Path picture) throws IOException {
        return ImageIO.read(picture.toFile()).getRGB(0, 0, 256, 256, null, 0, 256);
    }

    @Test
    void theProfileHasNoPeak() throws IOException {
        Path photo = dir.resolve("photo.png");
        ImageIO.write(new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        String text = Cli.run("upscale", photo, "-o", dir.resolve("out.png"), "--profile")
                .done()
                .out();
        assertTrue(text.matches("(?s).*F_0 +3x3 +64 -> 64 +[0-9.]+ +[0-9.]+\\R.*"), text);
        assertTrue(text.matches("(?s).*FMA peak of [0-9]+ threads?: unknown\\. Medians of .*"), text);
    }
}
