# SPDX-License-Identifier: Apache-2.0
"""Saves what the example TorchWeights reads into the current folder."""

# @start region="save"
import torch

conv = torch.nn.Conv2d(3, 8, kernel_size=3, stride=2, padding=1)  # or a layer of a trained model

for name, parameter in conv.named_parameters(prefix="conv"):
    with open(name + ".f32", "wb") as file:  # conv.weight.f32, conv.bias.f32
        file.write(parameter.detach().numpy().astype("<f4").tobytes())
# @end

# What the layer gives, to compare with.
x = torch.arange(3 * 9 * 10, dtype=torch.float32).reshape(1, 3, 9, 10) / 100
for name, tensor in ("x", x), ("y", conv(x)):
    with open(name + ".f32", "wb") as file:
        file.write(tensor.detach().numpy().astype("<f4").tobytes())
