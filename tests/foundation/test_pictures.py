"""Portraits: only fresh pixels are kept."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from foundation.pictures import clean_portrait


def upload(image=None, raw=None, format="JPEG", name="me.jpg", **options):
    if raw is None:
        out = io.BytesIO()
        image.save(out, format, **options)
        raw = out.getvalue()
    return SimpleUploadedFile(name, raw)


def test_portrait_becomes_a_small_webp_named_after_its_content():
    kept = clean_portrait(upload(Image.new("RGB", (1600, 1200), "navy")))

    with Image.open(kept) as image:
        assert image.format == "WEBP"
        assert max(image.size) == 800
    assert len(kept.name) == 32 + len(".webp")


def test_portrait_leaves_camera_data_behind():
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    picture = Image.new("RGB", (50, 50))

    kept = clean_portrait(upload(picture, exif=exif, comment=b"SECRET-NOTE"))

    assert b"SECRET" not in kept.read()


def test_portrait_stands_upright_as_the_camera_meant():
    exif = Image.Exif()
    exif[0x0112] = 6

    kept = clean_portrait(upload(Image.new("RGB", (60, 30)), exif=exif))

    with Image.open(kept) as image:
        assert image.size == (30, 60)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
        b"GIF89a" + b"\0" * 100,
    ],
)
def test_file_that_is_no_photograph_is_refused(raw):
    with pytest.raises(ValidationError):
        clean_portrait(upload(raw=raw))


def test_picture_with_too_many_pixels_is_refused_before_it_is_decoded():
    with pytest.raises(ValidationError):
        clean_portrait(upload(Image.new("1", (6000, 6000)), format="PNG"))


def test_file_over_five_megabytes_is_refused():
    with pytest.raises(ValidationError):
        clean_portrait(upload(raw=b"x" * 5_000_001))
