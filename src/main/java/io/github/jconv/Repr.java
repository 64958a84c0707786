// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingWord;
import java.util.Locale;

/** PyTorch's repr of a layer. */
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
        if (s.padding() != PaddingWord.AMOUNT) {
            repr.append(", padding=").append(s.padding().name().toLowerCase(Locale.ROOT));
        } else if (s.ph() != 0 || s.pw() != 0) {
            repr.append(", padding=").append(pair(s.ph(), s.pw()));
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
        if (s.mode() != PaddingMode.ZEROS) {
            repr.append(", padding_mode=").append(s.mode().torchName());
        }
        return repr.append(')').toString();
    }

    private static String pair(int height, int width) {
        return "(" + height + ", " + width + ")";
    }
}
