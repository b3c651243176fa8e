"""Portraits: whatever is uploaded, only fresh pixels are kept."""

import hashlib
import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from foundation.promises import (
    LARGEST_JPEG,
    LARGEST_OTHER_PICTURE,
    LARGEST_UPLOAD,
    PORTRAIT_SIDE,
)
from foundation.words import in_words

# Above twice its limit Pillow refuses before it tells the size. Up to there it warns,
# and we refuse.
Image.MAX_IMAGE_PIXELS = LARGEST_JPEG
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

#: One picture at a time is decoded in a process: a big JPEG takes some
#: 150 MB, a big WebP file 370 (`python -m tests.measure_pictures`).
_one_at_a_time = threading.Lock()

#: EXIF tag 274, how the camera was held, as what sets the picture upright.
_ORIENTATION = 274
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Rows that are looked at together while a large picture is made smaller.
_BAND = 64

#: What the first bytes of other files say, and what we call them.
_OTHER_FILES = (
    (b"%PDF", "PDF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"<svg", "SVG"),
    (b"<?xml", "SVG"),
    (b"PK\3\4", "ZIP"),
)
#: Brands of the ISO box format: Apple's pictures, then newer ones, then films.
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF = (b"avif", b"avis")


def clean_portrait(upload: UploadedFile, *, least: int = 0) -> ContentFile:
    """Return the picture as a new WebP file of at most 800 by 800 pixels.

    It looks as it did: upright, in its own colours. The name is a hash of the content,
    so the file never changes. Camera data, place, comments and colour profiles stay
    behind; broken ones do no harm. Raises `ValidationError`, with a sentence that says
    what is wrong, for a file over 25 MB, for anything but a JPEG of at most 50 million
    pixels or a PNG or WebP of at most 24, and for sides below `least` pixels.
    """
    if (upload.size or 0) > LARGEST_UPLOAD.number:
        raise ValidationError(
            _t("The picture is larger than %(most)s. Choose a smaller one.")
            % {"most": in_words(LARGEST_UPLOAD)},
            code="bytes",
        )
    upload.seek(0)
    start = upload.read(32)
    upload.seek(0)
    with _one_at_a_time, _in_sentences(start), _opened(upload) as image:
        _check_size(image, least)
        fresh = _drawn_anew(image)
        out = io.BytesIO()
        fresh.save(out, "WEBP", quality=82)
    content = out.getvalue()
    name = hashlib.sha256(content).hexdigest()[:32]
    return ContentFile(content, name=f"{name}.webp")


def _opened(upload: UploadedFile) -> Image.Image:
    # An upload is a file, which Django's own types leave open.
    return Image.open(cast(IO[bytes], upload), formats=["JPEG", "PNG", "WEBP"])


@contextmanager
def _in_sentences(start: bytes) -> Iterator[None]:
    """Turn whatever Pillow raises into a sentence that says what is wrong."""
    try:
        yield
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # Pillow's decoders raise nearly anything
        raise _unreadable(start, error) from error


def _check_size(image: Image.Image, least: int) -> None:
    most = LARGEST_JPEG if image.format in ("JPEG", "MPO") else LARGEST_OTHER_PICTURE
    if image.width * image.height > most:
        raise _too_many_pixels()
    if min(image.size) < least:
        raise ValidationError(
            _t(
                "The picture has %(width)s by %(height)s pixels. That is too small to "
                "show a face: choose one of at least %(least)s by %(least)s."
            ),
            code="small",
            params={"width": image.width, "height": image.height, "least": least},
        )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _t(
            "The picture has too many pixels: a JPEG may have %(jpeg)s million, a PNG "
            "or WebP file %(other)s million. Choose a smaller one."
        ),
        code="pixels",
        params={
            "jpeg": LARGEST_JPEG // 1_000_000,
            "other": LARGEST_OTHER_PICTURE // 1_000_000,
        },
    )


def _unreadable(start: bytes, error: Exception) -> ValidationError:
    """What is wrong with a file that Pillow did not take."""
    box = start[8:12] if start[4:8] == b"ftyp" else b""
    if box in _HEIC:
        return ValidationError(_HEIC_SENTENCE, code="heic")
    if kind := _kind(start, box):
        return ValidationError(
            _t("This file is of the kind %(kind)s. Use a JPEG, PNG or WebP file."),
            code="kind",
            params={"kind": kind},
        )
    if "truncated" in str(error) or "broken" in str(error):
        return ValidationError(
            _t("Part of this picture is missing. Choose the file once more."),
            code="truncated",
        )
    return ValidationError(
        _t("We could not read this picture. Use a JPEG, PNG or WebP file."),
        code="unreadable",
    )


_HEIC_SENTENCE = _(
    "This is a HEIC picture, as iPhones keep them; few programs can show it. Send a "
    "JPEG: on the iPhone, open Settings, Camera, Formats, choose “Most Compatible” and "
    "take the picture anew, or mail the picture to yourself, which makes a JPEG of it."
)


def _kind(start: bytes, box: bytes) -> str:
    """What another kind of file is called, else ""."""
    if box:
        return "AVIF" if box in _AVIF else "MP4"
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    return next((name for mark, name in _OTHER_FILES if text.startswith(mark)), "")


def _drawn_anew(image: Image.Image) -> Image.Image:
    """The picture, upright and small, on new pixels: no metadata comes along."""
    profile = image.info.get("icc_profile")
    turn = _turn(image)
    # A JPEG is decoded at an eighth, a quarter or half its size.
    image.draft(None, (PORTRAIT_SIDE, PORTRAIT_SIDE))
    small = _made_small(image)
    small.thumbnail((PORTRAIT_SIDE, PORTRAIT_SIDE))
    small = _in_common_colours(small, profile)
    if turn is not None:
        small = small.transpose(turn)
    fresh = Image.new("RGB", small.size, "white")
    fresh.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return fresh


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # whatever is wrong with a camera's data, the picture is there
        return None


def _made_small(image: Image.Image) -> Image.Image:
    """Reduce the picture by a whole factor, to twice what is kept or just above.

    Band by band: all at once, a large PNG would stand in memory twice over.
    """
    image.load()
    factor = max(1, min(image.size) // (2 * PORTRAIT_SIDE))
    width, height = image.size
    bands = []
    for top in range(0, height, factor * _BAND):
        box = (0, top, width, min(height, top + factor * _BAND))
        bands.append(_plain(image.crop(box)).reduce(factor))
    small = Image.new(bands[0].mode, (bands[0].width, sum(one.height for one in bands)))
    for number, band in enumerate(bands):
        small.paste(band, (0, number * _BAND))
    return small


def _plain(band: Image.Image) -> Image.Image:
    """The band in a mode of which colours are made: L, RGB, RGBA or CMYK."""
    if band.mode in ("I", "I;16", "I;16B", "I;16L"):
        # 16 bits of grey: plain conversion would cut off all but black.
        return band.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    is_plain = band.mode in ("L", "RGB", "RGBA", "CMYK")
    if is_plain and "transparency" not in band.info:
        return band
    return band.convert("L" if band.mode == "1" else "RGBA")


def _in_common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB, as its colour profile says it looks."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    try:
        if profile:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            seen = ImageCms.profileToProfile(colours, source, target, outputMode="RGB")
            colours = seen or colours
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass  # a profile that is broken, or of another kind of picture
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours
