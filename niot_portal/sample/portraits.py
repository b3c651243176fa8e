"""Portraits of people who do not exist, drawn in code: flat shapes, no likeness."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = 384  # pixels of the finished square
_WOMEN = ("long", "long", "bun", "curls", "short", "cap")
_MEN = ("short", "short", "short", "bald", "curls", "cap")
_SCALE = 2  # drawn larger, then made smaller, so that edges are smooth

_GROUNDS = ("#d5e3f2", "#f3e3c3", "#d6e8dc", "#e8dbe9", "#d3e7e7", "#f3ddd2")
_SKINS = ("#f2cfb3", "#e6b58f", "#d0976c", "#a86f48", "#7f4f32", "#5a3724")
_HAIRS = ("#231a17", "#3d2a20", "#6a4428", "#a6763f", "#8d8d8d", "#d4d2cd", "#7c2f1b")
_DARK_HAIRS = ("#1a1412", "#231a17", "#33241c", "#8d8d8d", "#d4d2cd")
_CLOTHES = ("#1b2f4d", "#2b3a55", "#4a4133", "#27473c", "#5b2b36", "#6b7280")


def draw(number: int, *, woman: bool) -> bytes:
    """Return portrait `number` as a PNG; the same number is always the same picture."""
    pick = Random(f"portrait {number}")  # noqa: S311  # nosec B311
    side = SIZE * _SCALE
    image = Image.new("RGB", (side, side), pick.choice(_GROUNDS))
    pen = ImageDraw.Draw(image)
    skin, cloth = pick.choice(_SKINS), pick.choice(_CLOTHES)
    hair = pick.choice(_HAIRS if skin in _SKINS[:3] else _DARK_HAIRS)
    style = pick.choice(_WOMEN if woman else _MEN)

    def at(*shares: float) -> list[float]:
        return [share * side for share in shares]

    if style == "long":
        pen.rounded_rectangle(at(0.29, 0.2, 0.71, 0.76), side * 0.2, hair)
    if style == "bun":
        pen.ellipse(at(0.41, 0.06, 0.59, 0.24), hair)
    if style == "curls":
        for x, y in ((0.3, 0.3), (0.34, 0.2), (0.44, 0.14), (0.56, 0.14)):
            pen.ellipse(at(x - 0.09, y - 0.05, x + 0.09, y + 0.13), hair)
        for x, y in ((0.66, 0.2), (0.7, 0.3), (0.27, 0.4), (0.73, 0.4)):
            pen.ellipse(at(x - 0.08, y - 0.06, x + 0.08, y + 0.1), hair)
    # Shoulders, neck and head.
    pen.rounded_rectangle(at(0.14, 0.72, 0.86, 1.3), side * 0.2, cloth)
    pen.rounded_rectangle(at(0.42, 0.56, 0.58, 0.8), side * 0.07, _darker(skin))
    pen.polygon(at(0.42, 0.735, 0.58, 0.735, 0.5, 0.86), _darker(skin))
    if pick.random() < 0.6:
        _uniform(pen, at, cloth)
    else:
        pen.polygon(at(0.4, 0.72, 0.5, 0.88, 0.34, 0.82), _lighter(cloth))
        pen.polygon(at(0.6, 0.72, 0.5, 0.88, 0.66, 0.82), _lighter(cloth))
    pen.ellipse(at(0.315, 0.37, 0.365, 0.49), _darker(skin))
    pen.ellipse(at(0.635, 0.37, 0.685, 0.49), _darker(skin))
    pen.rounded_rectangle(at(0.335, 0.2, 0.665, 0.66), side * 0.165, skin)
    # Hair over the brow.
    if style in {"short", "bun", "long", "curls"}:
        pen.pieslice(at(0.325, 0.165, 0.675, 0.53), 180, 360, hair)
        if pick.random() < 0.5:
            pen.pieslice(at(0.33, 0.26, 0.8, 0.46), 180, 290, skin)
        else:
            pen.pieslice(at(0.2, 0.26, 0.67, 0.46), 250, 360, skin)
    if style == "cap":
        pen.rounded_rectangle(at(0.31, 0.12, 0.69, 0.3), side * 0.08, cloth)
        pen.rounded_rectangle(
            at(0.29, 0.275, 0.71, 0.325), side * 0.025, _darker(cloth)
        )
        pen.ellipse(at(0.475, 0.175, 0.525, 0.225), "#e9c46a")
    if pick.random() < 0.25:
        _glasses(pen, at)
    if not woman and style in {"short", "bald"} and pick.random() < 0.4:
        pen.pieslice(at(0.335, 0.4, 0.665, 0.675), 0, 180, hair)
        pen.rounded_rectangle(at(0.42, 0.545, 0.58, 0.575), side * 0.015, skin)
    image = image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _uniform(pen: ImageDraw.ImageDraw, at, cloth: str) -> None:
    pen.polygon(at(0.41, 0.72, 0.5, 0.85, 0.36, 0.8), _lighter(cloth))
    pen.polygon(at(0.59, 0.72, 0.5, 0.85, 0.64, 0.8), _lighter(cloth))
    pen.polygon(at(0.5, 0.84, 0.535, 0.88, 0.52, 1, 0.48, 1, 0.465, 0.88), "#14202f")
    pen.ellipse(at(0.66, 0.86, 0.72, 0.92), "#e9c46a")


def _glasses(pen: ImageDraw.ImageDraw, at) -> None:
    width = int(at(0.011)[0])
    pen.ellipse(at(0.37, 0.385, 0.475, 0.475), outline="#22282f", width=width)
    pen.ellipse(at(0.525, 0.385, 0.63, 0.475), outline="#22282f", width=width)
    pen.line(at(0.475, 0.425, 0.525, 0.425), "#22282f", width)


def _shade(color: str, share: float) -> str:
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(
        f"{max(0, min(255, round(part * share))):02x}" for part in parts
    )


def _darker(color: str) -> str:
    return _shade(color, 0.87)


def _lighter(color: str) -> str:
    return _shade(color, 1.35)
