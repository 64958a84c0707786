# SPDX-License-Identifier: Apache-2.0
"""What docs/coming-from-pytorch.md shows on PyTorch's side."""

import torch
from torch import nn

weight = torch.ones(16, 1, 3, 3) / 9
bias = torch.zeros(16)
x = torch.arange(16 * 32 * 40, dtype=torch.float32).reshape(1, 16, 32, 40) % 7

# @start region="layer"
conv = nn.Conv2d(16, 16, kernel_size=3, stride=(2, 1), padding=(2, 1), dilation=(2, 1),
                 groups=16, bias=True, padding_mode="reflect")
conv.load_state_dict({"weight": weight, "bias": bias})
y = conv(x)
print(conv, tuple(y.shape), sum(p.numel() for p in conv.parameters()))
# @end

residual = torch.ones_like(y)

# @start region="block"
bn = nn.BatchNorm2d(16).eval()
y = nn.functional.relu(bn(conv(x)) + residual)
# @end

# @start region="same"
same = nn.Conv2d(16, 32, kernel_size=(3, 5), padding="same", bias=False)
y = same(x)
# @end

# @start region="unbatched"
y = same(x[0])  # (16, 32, 40) gives (32, 32, 40)
# @end

# @start region="wrong"
nn.Conv2d(16, 32, 3, padding=(1, 41), padding_mode="circular")(x)
# @end
