"""The detector: a small fully convolutional network over the normalised sheet."""

from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional

from rastrum.model.vocabulary import GLYPHS, MASKS


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
        Channels of the branch for curves, at stride 4 down and 8 across.
    second_dilations : tuple of int
        One residual block of it for each, half as far across, where its cells are twice as wide:
        depth does more for it than width.
    """

    entry: int = 16
    fine: int = 24
    coarse: int = 48
    out: int = 32
    dilations: tuple[int, ...] = (1, 2, 4, 2)
    second: int = 16
    second_dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2)


def _convolve(
    inputs: int, outputs: int, *, stride: int = 1, dilation: tuple[int, int] = (1, 1)
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class _Residual(nn.Module):
    """A 3x3 and a 1x1 convolution beside the identity."""

    def __init__(self, channels: int, dilation: tuple[int, int] = (1, 1)) -> None:
        super().__init__()
        self.look = _convolve(channels, channels, dilation=dilation)
        self.mix = nn.Sequential(
            nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.mix(self.look(x)))


class Maps(NamedTuple):
    """What the network has made of a sheet, at stride 4."""

    merged: Tensor
    """(N, out, H/4, W/4): what is near and what is around it; glyphs are told from it alone."""
    second: Tensor
    """(N, second, H/4, W/8): the branch for curves; strokes are told from both."""


class _CurveBranch(nn.Module):
    """A branch of few channels that follows what crosses everything else: slurs, hairpins.

    These are thin and long: every row counts, but of the columns every second one is enough, which
    halves the time.
    """

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.lift = nn.Conv2d(size.out, size.second, (1, 2), (1, 2))
        self.lateral = nn.Conv2d(size.fine, size.second, (1, 2), (1, 2))
        self.body = nn.Sequential(
            *(_Residual(size.second, (d, max(1, d // 2))) for d in size.second_dilations)
        )

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
        self.fine = nn.Sequential(_convolve(size.entry, size.fine, stride=2), _Residual(size.fine))
        self.coarse = nn.Sequential(
            _convolve(size.fine, size.coarse, stride=2),
            *(_Residual(size.coarse, (d, d)) for d in size.dilations),
        )
        self.lift = nn.Conv2d(size.coarse, size.out, 1)
        self.lateral = nn.Conv2d(size.fine, size.out, 1)
        self.merge = _Residual(size.out)
        self.second = _CurveBranch(size)
        self.centres = nn.Conv2d(size.out, len(GLYPHS), 1)
        self.geometry = nn.Conv2d(size.out, 4, 1)
        self.masks = nn.Conv2d(size.out, len(MASKS), 1)
        # For the left and the right cell of each pair.
        self.second_masks = nn.Conv2d(size.second, 2 * len(MASKS), 1)
        nn.init.constant_(self.centres.bias, -5.0)

    def forward(self, sheet: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Look at sheets."""
        maps = self.look(sheet)
        return self.score(maps.merged), self.geometry(maps.merged), self.trace(maps)

    def look(self, sheet: Tensor) -> Maps:
        """Return the maps from which everything is told."""
        fine = self.fine(self.entry(sheet))
        wide = functional.interpolate(self.lift(self.coarse(fine)), scale_factor=2.0)
        merged = self.merge(functional.relu(wide + self.lateral(fine)))
        return Maps(merged, self.second(merged, fine))

    def score(self, merged: Tensor) -> Tensor:
        """Return the logits of the classes in the merged map's cells, (N, classes, ...)."""
        logits: Tensor = self.centres(merged)
        return logits

    def trace(self, maps: Maps) -> Tensor:
        """Return the logits of the stroke masks, (N, len(MASKS), H/4, W/4)."""
        near: Tensor = self.masks(maps.merged)
        pairs = self.second_masks(maps.second).unflatten(1, (len(MASKS), 2))
        return near + pairs.permute(0, 1, 3, 4, 2).flatten(3)
