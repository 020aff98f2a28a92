"""Measures training steps in PyTorch, and prints one line of JSON: the counterpart of src/children/step.ts.

python step.py TASK --batch 32 --threads 2 --warm-up 2 --steps 5
"""

import argparse
import json
import resource
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(3)  # not installed

from networks import Basic, Bottleneck, PatchSelection, Pool, Trunk
from torch import nn
from torch.nn import functional as F


def small_pretraining() -> tuple[nn.Module, int]:
    trunk = Trunk(Basic, [1, 1, 1], width=16, channels=1)
    pool = Pool(trunk.features, blocks=2, heads=4, feed_forward=64, dropout=0.0, norm_first=True)
    return PatchSelection(trunk, pool, patch=8, count=16, hidden=8, scaled=True), 1


def paper_pretraining() -> tuple[nn.Module, int]:
    trunk = Trunk(Bottleneck, [3, 4, 6], width=64, channels=3)
    pool = Pool(trunk.features, blocks=3, heads=32, feed_forward=640, dropout=0.1, norm_first=False)
    return PatchSelection(trunk, pool, patch=8, count=16, hidden=4, scaled=False), 3


class Classification(nn.Module):
    """Images to the cross-entropy of a linear layer on the trunk's features, against random labels."""

    def __init__(self, trunk: Trunk, classes: int):
        super().__init__()
        self.trunk, self.classifier = trunk, nn.Linear(trunk.features, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        labels = torch.randint(self.classifier.out_features, (len(images),))
        return F.cross_entropy(self.classifier(self.trunk(images)), labels)


def finetuning() -> tuple[nn.Module, int]:
    return Classification(Trunk(Bottleneck, [3, 4, 6, 3], width=64, channels=3), classes=10), 3


tasks = {
    "small-pretraining": small_pretraining,
    "paper-pretraining": paper_pretraining,
    "finetuning": finetuning,
}


def shifted_and_flipped(pictures: torch.Tensor, chosen: torch.Tensor, shift: int) -> torch.Tensor:
    """Pictures [n, c, h, w] of bytes to a batch [b, c, h, w], each moved by up to `shift` pixels and flipped by chance."""
    b, (h, w) = len(chosen), pictures.shape[2:]
    padded = F.pad(pictures[chosen], [shift] * 4)
    rows = torch.arange(h) + torch.randint(2 * shift + 1, (b, 1))  # [b, h]
    columns = torch.arange(w) + torch.randint(2 * shift + 1, (b, 1))
    flip = torch.rand(b, 1) < 0.5
    columns = torch.where(flip, columns.flip(1), columns)
    moved = padded.permute(0, 2, 3, 1)[torch.arange(b)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return ((moved.permute(0, 3, 1, 2).float() / 255 - 0.5) / 0.25).contiguous()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=tasks)
    for name in ("batch", "threads", "warm-up", "steps"):
        parser.add_argument(f"--{name}", type=int, required=True)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    model, channels = tasks[options.task]()
    decayed = [p for name, p in model.named_parameters() if p.ndim > 1 and name != "positions"]
    spared = [p for name, p in model.named_parameters() if p.ndim == 1 or name == "positions"]
    groups = [{"params": decayed, "weight_decay": 1e-4}, {"params": spared, "weight_decay": 0.0}]
    optimizer = torch.optim.SGD(groups, lr=0.001, momentum=0.9, nesterov=True)
    pictures = torch.randint(256, (1024, channels, 32, 32), dtype=torch.uint8)

    seconds = []
    for _ in range(options.warm_up + options.steps):
        start = time.perf_counter()
        batch = shifted_and_flipped(pictures, torch.randint(len(pictures), (options.batch,)), shift=2)
        optimizer.zero_grad()
        loss = model(batch)
        loss.backward()
        optimizer.step()
        loss.item()
        seconds.append(time.perf_counter() - start)

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "version": torch.__version__.split("+")[0],
                "parameters": sum(p.numel() for p in model.parameters()),
                "seconds": seconds[options.warm_up :],
                "maxRss": peak if sys.platform == "darwin" else 1024 * peak,
            }
        )
    )


if __name__ == "__main__":
    main()
