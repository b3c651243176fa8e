"""How much memory the largest pictures take: `python -m tests.measure_pictures`.

Draws each picture in a process of its own, decodes it in another, and prints by how
much the memory of that one peaked above where it stood before.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = {
    "JPEG, 50 megapixels": ("RGB", (8660, 5773), "JPEG", {"quality": 88}),
    "progressive JPEG, 50 megapixels": (
        "RGB",
        (8660, 5773),
        "JPEG",
        {"quality": 88, "progressive": True},
    ),
    "PNG, 24 megapixels": ("RGB", (6000, 4000), "PNG", {}),
    "PNG with alpha, 24 megapixels": ("RGBA", (6000, 4000), "PNG", {}),
    "PNG of 16-bit grey, 24 megapixels": ("I;16", (6000, 4000), "PNG", {}),
    "WebP, 24 megapixels": ("RGB", (6000, 4000), "WEBP", {"quality": 80}),
}


def draw(name: str, path: str) -> None:
    """Write a picture of about 20 MB or less, as the largest uploads are."""
    from PIL import Image

    mode, size, form, options = PICTURES[name]
    coarse, way = (4, 3) if form == "JPEG" else (40, 0)  # smooth, or in squares
    few = (size[0] // coarse, size[1] // coarse)
    grain = Image.effect_noise(few, 60).resize(size, way)
    if mode == "I;16":
        picture = Image.frombytes(mode, size, os.urandom(4 * size[0]) * (size[1] // 2))
    else:
        bands = [grain, grain.rotate(180), grain.transpose(1), grain]
        picture = Image.merge(mode, bands[: len(mode)])
    picture.save(path, form, **options)


def decode(path: str) -> None:
    """Clean the picture as an upload is cleaned, and print the peak in MB."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "niot_portal.settings"
    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from foundation.pictures import clean_portrait

    upload = SimpleUploadedFile("picture", Path(path).read_bytes())
    size = upload.size or 0
    before = _status("VmRSS")
    clean_portrait(upload)
    print(f"{size / 1e6:5.1f} MB file: {_status('VmHWM') - before:4.0f} MB more")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/picture"
        for name in PICTURES:
            for step in ("draw", "decode"):
                print(f"{name:35}" if step == "decode" else "", end="", flush=True)
                words = [sys.executable, "-m", "tests.measure_pictures", step]
                subprocess.run([*words, name, path], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"]:
        draw(*sys.argv[2:])
    elif sys.argv[1:2] == ["decode"]:
        decode(sys.argv[3])
    else:
        main()
