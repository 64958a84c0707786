// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import java.util.Locale;

/** PyTorch's repr of a layer; what PyTorch has not is written in its manner, each number with its name. */
final class Repr {
    private Repr() {}

    static String of(LayerSpec s, boolean bias) {
        StringBuilder repr = new StringBuilder("Conv2d(")
                .append(s.inChannels())
                .append(", ")
                .append(s.outChannels())
                .append(", kernel_size=")
                .append(pair(s.kh(), s.kw()))
                .append(", stride=")
                .append(pair(s.sh(), s.sw()));
        Padding p = s.padding();
        if (p.word() != PaddingWord.AMOUNT) {
            repr.append(", padding=").append(p.word().name().toLowerCase(Locale.ROOT));
        } else if (!p.even()) {
            repr.append(", padding=(top=%s, left=%s, bottom=%s, right=%s)"
                    .formatted(p.top(), p.left(), p.bottom(), p.right()));
        } else if (p.top() != 0 || p.left() != 0) {
            repr.append(", padding=").append(pair(p.top(), p.left()));
        }
        if (s.dh() != 1 || s.dw() != 1) {
            repr.append(", dilation=").append(pair(s.dh(), s.dw()));
        }
        if (s.groups() != 1) {
            repr.append(", groups=").append(s.groups());
        }
        if (!bias) {
            repr.append(", bias=False");
        }
        if (p.heightMode() != p.widthMode()) {
            repr.append(", padding_mode=(%s, %s)"
                    .formatted(p.heightMode().torchName(), p.widthMode().torchName()));
        } else if (p.heightMode() != PaddingMode.ZEROS) {
            repr.append(", padding_mode=").append(p.heightMode().torchName());
        }
        if (p.repeats()) {
            repr.append(", circular_repeats=True");
        }
        return repr.append(')').toString();
    }

    private static String pair(int height, int width) {
        return "(" + height + ", " + width + ")";
    }
}
