"""Render pages of a scene, and carry every place on them along."""

from dataclasses import dataclass, field, replace

import numpy as np
import skia

from rastrum.model.arrays import Grey
from rastrum_samples.scenes.scene import UNITS_PER_MM, Page

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Mesh:
    """A bend of the picture, linear within the triangles of a regular grid.

    Attributes
    ----------
    step : float
        Pixels between the grid's knots before bending.
    shift : (R, C, 2) float64 array
        x and y by which each knot is moved, pixels.
    """

    step: float
    shift: np.ndarray

    def apply(self, points: np.ndarray) -> np.ndarray:
        """Move points (N, 2), x and y in pixels."""
        rows, columns = self.shift.shape[:2]
        grid = points / self.step
        cell = np.clip(np.floor(grid).astype(np.int64), 0, (columns - 2, rows - 2))
        fx, fy = (grid - cell).T
        x, y = cell.T
        corner = self.shift[y, x]
        across, down = self.shift[y, x + 1], self.shift[y + 1, x]
        far = self.shift[y + 1, x + 1]
        # Each cell is cut from its top right to its bottom left corner.
        upper = corner + fx[:, None] * (across - corner) + fy[:, None] * (down - corner)
        lower = far + (1 - fx)[:, None] * (down - far) + (1 - fy)[:, None] * (across - far)
        moved: np.ndarray = points + np.where((fx + fy <= 1)[:, None], upper, lower)
        return moved


@dataclass(frozen=True, slots=True)
class Place:
    """Where page units lie on a picture: a matrix, then bends.

    Attributes
    ----------
    matrix : (2, 3) float64 array
        From page units to pixels.
    meshes : tuple of Mesh
        Applied one after the other.
    """

    matrix: np.ndarray
    meshes: tuple[Mesh, ...] = ()

    def apply(self, points: np.ndarray) -> np.ndarray:
        """Carry points (N, 2), x and y in page units, onto the picture."""
        points = points @ self.matrix[:, :2].T + self.matrix[:, 2]
        for mesh in self.meshes:
            points = mesh.apply(points)
        return points

    def bounds(self, outline: skia.Path) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of an outline on the picture, exactly but for curves.

        The outline's own extremes and points are carried over; between them it bends by far less
        than a pixel.
        """
        path = skia.Path(outline)
        path.transform(self._skia())
        if not self.meshes:
            box = path.computeTightBounds()
            return box.left(), box.top(), box.right(), box.bottom()
        box = path.computeTightBounds()
        x, y = np.meshgrid(
            np.linspace(box.left(), box.right(), 5), np.linspace(box.top(), box.bottom(), 5)
        )
        points = np.stack([x.ravel(), y.ravel()], axis=1)
        for mesh in self.meshes:
            points = mesh.apply(points)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def _skia(self) -> skia.Matrix:
        (a, b, c), (d, e, f) = self.matrix
        return skia.Matrix.MakeAll(a, b, c, d, e, f, 0, 0, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels.

    Attributes
    ----------
    grey : (H, W) uint8 array
        0 paper, 255 ink.
    dpi : float
    space : float
        Staff space, pixels.
    place : Place
        Where page units lie.
    lines : tuple of (N, 2) float64 array
        Staff lines, each as points x, y from left to right.
    """

    grey: Grey
    dpi: float
    space: float
    place: Place
    lines: tuple[np.ndarray, ...] = field(repr=False, default=())


def render(page: Page, *, dpi: float = 300.0, skew_deg: float = 0.0) -> Picture:
    """Draw a page.

    Parameters
    ----------
    page : Page
        Of a scene.
    dpi : float
        Resolution; A4 at 300 dpi is 2480 by 3508 pixels.
    skew_deg : float
        How far the page lies turned on the scanner, clockwise.

    Returns
    -------
    picture : Picture
        Grey, antialiased, not yet a scan.
    """
    scale = dpi / MM_PER_INCH / UNITS_PER_MM
    height, width = round(page.height * scale), round(page.width * scale)
    matrix = (
        skia.Matrix.Translate(*page.margin)
        .postTranslate(-page.width / 2, -page.height / 2)
        .postRotate(skew_deg)
        .postTranslate(page.width / 2, page.height / 2)
        .postScale(scale, scale)
    )
    grey = np.zeros((height, width), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, grey, width).getCanvas()
    canvas.setMatrix(matrix)
    canvas.drawPicture(page.inked.ink)
    flat = np.array(
        [
            [matrix.getScaleX(), matrix.getSkewX(), matrix.getTranslateX()],
            [matrix.getSkewY(), matrix.getScaleY(), matrix.getTranslateY()],
        ]
    )
    place = Place(flat)
    lines = tuple(
        place.apply(np.column_stack([np.linspace(s.left, s.right, 64), np.full(64, row)]))
        for system in page.systems
        for s in system.staves
        for row in s.rows
    )
    return Picture(grey, dpi, page.space * scale, place, lines)


def bend(picture: Picture, mesh: Mesh) -> Picture:
    """Bend a picture.

    Parameters
    ----------
    picture : Picture
    mesh : Mesh
        Covers the picture.

    Returns
    -------
    picture : Picture
        Of the same size.
    """
    height, width = picture.grey.shape
    rows, columns = mesh.shift.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns] * mesh.step
    sources = [skia.Point(float(a), float(b)) for a, b in zip(x.ravel(), y.ravel(), strict=True)]
    moved = np.stack([x, y], axis=2) + mesh.shift
    targets = [skia.Point(float(a), float(b)) for a, b in moved.reshape(-1, 2)]
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    corners = np.stack(
        [first, first + 1, first + columns, first + 1, first + columns + 1, first + columns], axis=1
    )
    vertices = skia.Vertices(
        skia.Vertices.kTriangles_VertexMode,
        targets,
        sources,
        None,
        corners.ravel().tolist(),
    )
    image = skia.Image.fromarray(
        np.ascontiguousarray(np.stack([picture.grey] * 4, axis=2)), skia.kRGBA_8888_ColorType
    )
    grey = np.zeros((height, width, 4), np.uint8)
    canvas = skia.Surface(grey).getCanvas()
    sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
    paint = skia.Paint(
        Shader=image.makeShader(skia.TileMode.kDecal, skia.TileMode.kDecal, sampling)
    )
    canvas.drawVertices(vertices, paint)
    return replace(
        picture,
        grey=np.ascontiguousarray(grey[:, :, 3]),
        place=replace(picture.place, meshes=(*picture.place.meshes, mesh)),
        lines=tuple(mesh.apply(line) for line in picture.lines),
    )
