"""The networks of Selfie in plain PyTorch, as one would write them: eager, NCHW, modules of torch.nn."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Basic(nn.Module):
    """Two 3×3 convolutions around a shortcut."""

    expansion = 1

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        self.body = nn.Sequential(
            *convolution(inputs, width, 3, stride),
            nn.ReLU(inplace=True),
            *convolution(width, width, 3),
        )
        self.shortcut = shortcut(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.body(x) + self.shortcut(x), inplace=True)


class Bottleneck(nn.Module):
    """1×1, 3×3 (with the stride: v1.5) and 1×1 convolutions around a shortcut."""

    expansion = 4

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        self.body = nn.Sequential(
            *convolution(inputs, width, 1),
            nn.ReLU(inplace=True),
            *convolution(width, width, 3, stride),
            nn.ReLU(inplace=True),
            *convolution(width, 4 * width, 1),
        )
        self.shortcut = shortcut(inputs, 4 * width, stride)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.body(x) + self.shortcut(x), inplace=True)


def convolution(inputs: int, outputs: int, size: int, stride: int = 1) -> tuple[nn.Module, nn.Module]:
    """A convolution without bias, and its batch norm."""
    return nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs)


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Module:
    """The identity, or a 1×1 convolution where shapes differ."""
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(*convolution(inputs, outputs, 1, stride))


class Trunk(nn.Sequential):
    """Images [b, c, h, w] to features [b, d]: 3×3 stem, stages, average pooling."""

    def __init__(self, block: type[nn.Module], depths: list[int], width: int, channels: int):
        layers = [*convolution(channels, width, 3), nn.ReLU(inplace=True)]
        inputs = width
        for stage, depth in enumerate(depths):
            for index in range(depth):
                layers.append(block(inputs, width << stage, 2 if stage > 0 and index == 0 else 1))
                inputs = block.expansion * (width << stage)
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.features = inputs
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


class Transformer(nn.Module):
    """One block of attention pooling on tokens [b, t, d], its layer norms behind the residuals or before the layers."""

    def __init__(self, size: int, heads: int, feed_forward: int, dropout: float, norm_first: bool):
        super().__init__()
        self.heads, self.dropout, self.norm_first = heads, dropout, norm_first
        self.input, self.output = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.widen, self.narrow = nn.Linear(size, feed_forward), nn.Linear(feed_forward, size)
        self.norm1, self.norm2 = nn.LayerNorm(size, eps=1e-6), nn.LayerNorm(size, eps=1e-6)

    def forward(self, x: Tensor) -> Tensor:
        if self.norm_first:
            x = x + self.attend(self.norm1(x))
            return x + self.feed(self.norm2(x))
        x = self.norm1(x + self.attend(x))
        return self.norm2(x + self.feed(x))

    def attend(self, x: Tensor) -> Tensor:
        b, t, d = x.shape
        query, key, value = self.input(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        rate = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(query, key, value, dropout_p=rate)  # [b, heads, t, d / heads]
        return F.dropout(self.output(mixed.transpose(1, 2).reshape(b, t, d)), self.dropout, self.training)

    def feed(self, x: Tensor) -> Tensor:
        return F.dropout(self.narrow(F.gelu(self.widen(x))), self.dropout, self.training)


class Pool(nn.Module):
    """Tokens [b, n, d] to one vector an image, [b, d]: what becomes of u0."""

    def __init__(self, size: int, blocks: int, heads: int, feed_forward: int, dropout: float, norm_first: bool):
        super().__init__()
        self.u0 = nn.Parameter(torch.empty(size))
        self.blocks = nn.Sequential(
            *[Transformer(size, heads, feed_forward, dropout, norm_first) for _ in range(blocks)]
        )
        self.norm = nn.LayerNorm(size, eps=1e-6) if norm_first else nn.Identity()
        for parameter in self.parameters():
            if parameter.ndim == 2 or parameter is self.u0:
                nn.init.trunc_normal_(parameter, std=0.02)

    def forward(self, tokens: Tensor) -> Tensor:
        first = self.u0.expand(len(tokens), 1, -1)
        return self.norm(self.blocks(torch.cat([first, tokens], 1))[:, 0])


class PatchSelection(nn.Module):
    """Images [b, c, h, w] to the loss of choosing, for each hidden position, the patch that belongs there."""

    def __init__(self, trunk: Trunk, pool: Pool, patch: int, count: int, hidden: int, scaled: bool):
        super().__init__()
        self.trunk, self.pool = trunk, pool
        self.patch, self.hidden, self.scaled = patch, hidden, scaled
        self.positions = nn.Parameter(torch.empty(count, trunk.features))
        nn.init.trunc_normal_(self.positions, std=0.02)

    def forward(self, images: Tensor) -> Tensor:
        b, c, _, _ = images.shape
        patches = images.unfold(2, self.patch, self.patch).unfold(3, self.patch, self.patch)  # [b, c, r, s, p, p]
        features = self.trunk(patches.permute(0, 2, 3, 1, 4, 5).reshape(-1, c, self.patch, self.patch))
        features = features.view(b, -1, self.trunk.features)  # [b, n, d]

        order = torch.rand(features.shape[:2]).argsort(1)
        hidden, visible = order[:, : self.hidden], order[:, self.hidden :]
        rows = torch.arange(b)[:, None]
        context = self.pool(features[rows, visible] + self.positions[visible])  # [b, d]
        queries = context[:, None] + self.positions[hidden]  # [b, m, d]
        logits = queries @ features[rows, hidden].transpose(1, 2)  # [b, m, m]
        if self.scaled:
            logits = logits / self.trunk.features**0.5
        return F.cross_entropy(logits.flatten(0, 1), torch.arange(self.hidden).repeat(b))
