// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import java.math.BigInteger;

/** The rules of what is legal again, in numbers that cannot overflow. */
public final class Legality {
    private static final BigInteger MAX_ARRAY = BigInteger.valueOf(Integer.MAX_VALUE - 8);

    private Legality() {}

    /** Whether there is a layer of these parameters. */
    public static boolean isLegal(LayerSpec s) {
        boolean parameters = s.inChannels() > 0
                && s.outChannels() > 0
                && s.groups() > 0
                && s.kh() > 0
                && s.kw() > 0
                && s.sh() > 0
                && s.sw() > 0
                && s.dh() > 0
                && s.dw() > 0
                && s.padding().top() >= 0
                && s.padding().left() >= 0
                && s.padding().bottom() >= 0
                && s.padding().right() >= 0
                && (!s.same() || (s.sh() == 1 && s.sw() == 1));
        return parameters
                && s.inChannels() % s.groups() == 0
                && s.outChannels() % s.groups() == 0
                && fits(s.outChannels(), s.inChannels() / s.groups(), s.kh(), s.kw());
    }

    /**
     * Whether there is such a layer and it takes such images.
     *
     * @param image their number, height and width
     */
    public static boolean isLegal(LayerSpec s, int... image) {
        if (!isLegal(s) || image[0] < 0 || image[1] <= 0 || image[2] <= 0) {
            return false;
        }
        Padding p = s.padding();
        BigInteger oh = places(p, p.heightMode(), image[1], s.kh(), s.dh(), p.top(), p.bottom(), s.sh());
        BigInteger ow = places(p, p.widthMode(), image[2], s.kw(), s.dw(), p.left(), p.right(), s.sw());
        // The plane must fit even if there is no image.
        int images = Math.max(1, image[0]);
        return oh.signum() > 0
                && ow.signum() > 0
                && fits(images, s.inChannels(), image[1], image[2])
                && product(images, s.outChannels()).multiply(oh).multiply(ow).compareTo(MAX_ARRAY) <= 0;
    }

    /** Places of the window along an axis, 0 if the axis is illegal. */
    private static BigInteger places(
            Padding p, PaddingMode mode, int size, int kernel, int dilation, int before, int after, int stride) {
        BigInteger reach = product(dilation, kernel - 1);
        BigInteger total = BigInteger.valueOf(before).add(BigInteger.valueOf(after));
        BigInteger larger = BigInteger.valueOf(Math.max(before, after));
        if (p.word() != PaddingWord.AMOUNT && p.word() != PaddingWord.VALID) {
            BigInteger beyondLast = BigInteger.valueOf((size - 1) % stride);
            total = reach.subtract(beyondLast).max(ZERO);
            larger = total.add(ONE).divide(TWO);
        }
        BigInteger padded = total.add(BigInteger.valueOf(size));
        int most = switch (mode) {
            case ZEROS, REPLICATE -> Integer.MAX_VALUE;
            case REFLECT -> size - 1;
            case CIRCULAR -> p.repeats() ? Integer.MAX_VALUE : size;
        };
        boolean legal = larger.compareTo(BigInteger.valueOf(most)) <= 0
                && padded.compareTo(MAX_ARRAY) <= 0
                && reach.compareTo(padded) < 0;
        return legal
                ? padded.subtract(reach)
                        .subtract(ONE)
                        .divide(BigInteger.valueOf(stride))
                        .add(ONE)
                : ZERO;
    }

    private static boolean fits(int... sizes) {
        return product(sizes).compareTo(MAX_ARRAY) <= 0;
    }

    private static BigInteger product(int... sizes) {
        BigInteger product = ONE;
        for (int size : sizes) {
            product = product.multiply(BigInteger.valueOf(size));
        }
        return product;
    }
}
