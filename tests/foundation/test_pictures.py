"""Portraits: only fresh pixels are kept."""

import io
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from foundation import pictures
from foundation.pictures import clean_portrait
from foundation.promises import PORTRAIT_LEAST


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
        pytest.param(b"GIF89a" + b"\0" * 100, id="a picture of another kind"),
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


def _refusal(upload, **options):
    with pytest.raises(ValidationError) as refusal:
        clean_portrait(upload, **options)
    return refusal.value.messages[0]


def _pixel(kept, at=(1, 1)):
    with Image.open(kept) as image:
        return image.convert("RGB").getpixel(at)


def _about(colour):
    return pytest.approx(colour, abs=6)


def test_jpeg_of_fifty_megapixels_is_taken():
    picture = Image.new("RGB", (8640, 5760), "navy")

    kept = clean_portrait(upload(picture, quality=60))

    with Image.open(kept) as image:
        assert image.size == (800, 533)


def test_png_of_twenty_four_megapixels_is_taken():
    picture = Image.new("RGBA", (6000, 4000), "navy")

    kept = clean_portrait(upload(picture, format="PNG"))

    with Image.open(kept) as image:
        assert image.size == (800, 533)
    assert _pixel(kept, (799, 532)) == _about((0, 0, 128))


@pytest.mark.parametrize(
    ("size", "format"),
    [((8000, 6300), "JPEG"), ((6001, 4000), "PNG"), ((16383, 1500), "WEBP")],
)
def test_more_pixels_are_refused_with_what_may_be(size, format):
    sentence = _refusal(upload(Image.new("L", size), format=format))

    assert sentence == (
        "The picture has too many pixels: a JPEG may have 50 million, a PNG or WebP "
        "file 24 million. Choose a smaller one."
    )


def test_bomb_is_refused_before_it_is_decoded():
    header = struct.pack(">II5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"")

    assert "too many pixels" in _refusal(upload(raw=raw))


def _chunk(kind, data):
    import zlib

    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def test_file_over_twenty_five_megabytes_is_refused_in_words():
    sentence = _refusal(upload(raw=b"x" * 25_000_001))

    assert sentence == "The picture is larger than 25 MB. Choose a smaller one."


def test_small_picture_is_told_how_small_it_is():
    sentence = _refusal(upload(Image.new("RGB", (640, 180))), least=PORTRAIT_LEAST)

    assert sentence == (
        "The picture has 640 by 180 pixels. That is too small to show a face: choose "
        "one of at least 200 by 200."
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This is a HEIC picture"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "choose “Most Compatible”"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "This file is of the kind AVIF."),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "This file is of the kind MP4."),
        (b"%PDF-1.7", "This file is of the kind PDF. Use a JPEG, PNG or WebP file."),
        (b"GIF89a" + b"\0" * 100, "This file is of the kind GIF."),
        (b"\xef\xbb\xbf <svg>", "This file is of the kind SVG."),
        (b"nothing at all", "We could not read this picture."),
    ],
)
def test_other_file_is_called_by_its_name(raw, words):
    assert words in _refusal(upload(raw=raw))


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_half_a_picture_is_called_so(format):
    out = io.BytesIO()
    Image.effect_noise((600, 600), 50).save(out, format)

    sentence = _refusal(upload(raw=out.getvalue()[: out.tell() // 2]))

    assert sentence == "Part of this picture is missing. Choose the file once more."


def test_broken_camera_data_are_ignored():
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "JPEG", exif=b"Exif\0\0II*\0" * 9)
    raw = out.getvalue().replace(b"II*\0", b"II*\xff", 1)

    kept = clean_portrait(upload(raw=raw))

    assert _pixel(kept) == _about((0, 0, 128))


def test_picture_with_a_second_one_inside_is_taken():
    picture, inner = Image.new("RGB", (400, 300), "navy"), Image.new("RGB", (99, 99))

    kept = clean_portrait(
        upload(picture, format="MPO", save_all=True, append_images=[inner])
    )

    with Image.open(kept) as image:
        assert image.size == (400, 300)


def test_sixteen_bits_of_grey_are_not_white():
    picture = Image.new("I;16", (300, 300), 128 * 256)

    kept = clean_portrait(upload(picture, format="PNG"))

    assert _pixel(kept) == _about((128, 128, 128))


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
        ("LA", (90, 0), (255, 255, 255)),
        ("P", 0, (0, 0, 0)),
        ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
    ],
)
def test_picture_of_every_kind_keeps_its_colours(mode, colour, seen):
    picture = Image.new(mode, (2000, 2000), colour)

    kept = clean_portrait(upload(picture, format="PNG"))

    assert _pixel(kept) == _about(seen)


def test_cmyk_jpeg_keeps_its_colours():
    picture = Image.new("CMYK", (300, 300), (0, 255, 255, 0))

    kept = clean_portrait(upload(picture))

    assert _pixel(kept) == _about((255, 0, 0))


#: Red, green and blue of Display P3 and the curve of its light, as ICC tags have them.
_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
    b"wtpt": (0.96420, 1.0, 0.82491),
}


def _fixed(number):
    return struct.pack(">i", round(number * 65536))


def _display_p3():
    """A profile of Display P3, as an iPhone writes it, without its words."""
    tags = {
        name: b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))
        for name, values in _P3.items()
    }
    curve = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    parametric = b"para\0\0\0\0\0\3\0\0" + b"".join(map(_fixed, curve))
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), parametric)
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value
    size = start + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"", 0x04000000, b"mntr", b"RGB ", b"XYZ ")
    head += b"\0" * 12 + b"acsp" + b"\0" * 28
    head += b"".join(map(_fixed, _P3[b"wtpt"]))
    return head.ljust(128, b"\0") + table + data


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_colours_of_a_phone_look_as_they_did(format):
    picture = Image.new("RGB", (300, 300), (200, 100, 50))
    options = {"lossless": True} if format == "WEBP" else {}

    kept = clean_portrait(
        upload(picture, format=format, icc_profile=_display_p3(), **options)
    )

    # The same light in sRGB, by the published matrices of both spaces.
    assert _pixel(kept) == _about((215, 93, 31))


def test_transparent_picture_keeps_its_colours_and_its_ground():
    picture = Image.new("RGBA", (300, 300), (200, 100, 50, 255))
    picture.paste((0, 0, 0, 0), (150, 0, 300, 300))

    kept = clean_portrait(upload(picture, format="PNG", icc_profile=_display_p3()))

    assert _pixel(kept) == _about((215, 93, 31))
    assert _pixel(kept, (290, 10)) == _about((255, 255, 255))


@pytest.mark.parametrize("profile", [b"no profile", b"", "other"])
def test_colour_profile_that_makes_no_sense_is_ignored(profile):
    if profile == "other":
        made = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        profile = made.tobytes()
    picture = Image.new("RGB", (300, 300), (200, 100, 50))

    kept = clean_portrait(upload(picture, icc_profile=profile))

    assert _pixel(kept) == _about((200, 100, 50))


def test_one_picture_is_decoded_at_a_time():
    done = []
    work = threading.Thread(
        target=lambda: done.append(clean_portrait(upload(Image.new("L", (300, 300)))))
    )

    with pictures._one_at_a_time:
        work.start()
        work.join(0.5)
        while_locked = list(done)
    work.join(30)

    assert while_locked == []
    assert len(done) == 1
