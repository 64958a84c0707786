// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import io.github.jconv.internal.geometry.LayerSpec;
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
                && s.ph() >= 0
                && s.pw() >= 0
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
        BigInteger oh = places(s, image[1], s.kh(), s.dh(), s.ph(), s.sh());
        BigInteger ow = places(s, image[2], s.kw(), s.dw(), s.pw(), s.sw());
        // The plane must fit even if there is no image.
        int images = Math.max(1, image[0]);
        return oh.signum() > 0
                && ow.signum() > 0
                && fits(images, s.inChannels(), image[1], image[2])
                && product(images, s.outChannels()).multiply(oh).multiply(ow).compareTo(MAX_ARRAY) <= 0;
    }

    /** Places of the window along an axis, 0 if the axis is illegal. */
    private static BigInteger places(LayerSpec s, int size, int kernel, int dilation, int padding, int stride) {
        BigInteger reach = product(dilation, kernel - 1);
        BigInteger larger = s.same() ? reach.add(ONE).divide(TWO) : BigInteger.valueOf(padding);
        BigInteger total = s.same() ? reach : larger.multiply(TWO);
        BigInteger padded = total.add(BigInteger.valueOf(size));
        int most = switch (s.mode()) {
            case ZEROS, REPLICATE -> Integer.MAX_VALUE;
            case REFLECT -> size - 1;
            case CIRCULAR -> size;
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
