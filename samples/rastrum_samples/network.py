"""The detector: a small fully convolutional network over the normalised sheet."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from rastrum.classes import GLYPHS, MASKS


@dataclass(frozen=True, slots=True)
class Size:
    """Width and depth of the network.

    Attributes
    ----------
    entry, fine, coarse, out : int
        Channels at strides 2, 4, 8 and of the merged map at stride 4.
    dilations : tuple of int
        One residual block at stride 8 for each.
    second : int
        Channels at stride 4 of the second look.
    second_dilations : tuple of int
        One residual block of it for each: depth does more for it than width.
    """

    entry: int = 16
    fine: int = 24
    coarse: int = 48
    out: int = 32
    dilations: tuple[int, ...] = (1, 2, 4, 2)
    second: int = 16
    second_dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2)


def _convolve(
    inputs: int, outputs: int, *, kernel: int = 3, stride: int = 1, dilation: int = 1
) -> nn.Sequential:
    padding = dilation * (kernel // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class _Residual(nn.Module):
    """A 3x3 and a 1x1 convolution beside the identity."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.look = _convolve(channels, channels, dilation=dilation)
        self.mix = nn.Sequential(
            nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.mix(self.look(x)))


class _SecondLook(nn.Module):
    """Few channels that follow at stride 4 what crosses everything else: slurs, hairpins.

    What counts as a curve on office scans, confidence 0.5, is missed or made up half as often.
    """

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.lift = nn.Conv2d(size.out, size.second, 1)
        self.lateral = nn.Conv2d(size.fine, size.second, 1)
        self.body = nn.Sequential(*(_Residual(size.second, d) for d in size.second_dilations))

    def forward(self, merged: Tensor, fine: Tensor) -> Tensor:
        seen: Tensor = self.body(functional.relu(self.lift(merged) + self.lateral(fine)))
        return seen


class Detector(nn.Module):
    """Sheet in, centre maps, box geometry and stroke masks out.

    Parameters
    ----------
    size : Size
        Width and depth.

    Notes
    -----
    Input (N, 1, H, W) float32 in 0..1 with H and W divisible by 8. Outputs at stride 4, as
    logits: centres (N, len(GLYPHS), H/4, W/4); geometry (N, 4, ...), the centre's offset within
    its cell (row, column) and the logarithm of height and width, in cells; masks
    (N, len(MASKS), ...). Wide context is gathered at stride 8, where it costs a quarter, after
    the manner of CenterNet (Zhou et al., "Objects as Points", 2019, section 4).
    """

    def __init__(self, size: Size | None = None) -> None:
        super().__init__()
        size = size or Size()
        self.entry = _convolve(1, size.entry, stride=2)
        self.fine = nn.Sequential(
            _convolve(size.entry, size.fine, stride=2), _Residual(size.fine, 1)
        )
        self.coarse = nn.Sequential(
            _convolve(size.fine, size.coarse, stride=2),
            *(_Residual(size.coarse, dilation) for dilation in size.dilations),
        )
        self.lift = nn.Conv2d(size.coarse, size.out, 1)
        self.lateral = nn.Conv2d(size.fine, size.out, 1)
        self.merge = _Residual(size.out, 1)
        self.second = _SecondLook(size)
        seen = size.out + size.second
        self.centres = nn.Conv2d(seen, len(GLYPHS), 1)
        self.geometry = nn.Conv2d(seen, 4, 1)
        self.masks = nn.Conv2d(seen, len(MASKS), 1)
        nn.init.constant_(self.centres.bias, -5.0)

    def forward(self, sheet: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Look at sheets."""
        seen = self.look(sheet)
        return self.score(seen), self.geometry(seen), self.masks(seen)

    def look(self, sheet: Tensor) -> Tensor:
        """Return the last map, (N, out + second, H/4, W/4), from which everything is told."""
        fine = self.fine(self.entry(sheet))
        wide = functional.interpolate(self.lift(self.coarse(fine)), scale_factor=2.0)
        merged = self.merge(functional.relu(wide + self.lateral(fine)))
        return torch.cat([merged, self.second(merged, fine)], 1)

    def score(self, seen: Tensor) -> Tensor:
        """Return the logits of the classes in the last map's cells, (N, classes, rows, columns)."""
        logits: Tensor = self.centres(seen)
        return logits
