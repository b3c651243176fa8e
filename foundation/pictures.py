"""Portraits: whatever is uploaded, only fresh pixels are kept."""

import hashlib
import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 5_000_000
MAX_PIXELS = 24_000_000
SIDE = 800  # pixels of the longer side of what is kept

# Pillow itself only warns up to twice its limit.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def clean_portrait(upload: UploadedFile) -> ContentFile:
    """Return the picture as a new WebP file of at most 800 by 800 pixels.

    The name is a hash of the content, so the file never changes. Camera data, place,
    comments and colour profiles stay behind. Raises `ValidationError` for anything
    that is not a JPEG, PNG or WebP of at most 5 MB and 24 million pixels.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("The picture is larger than 5 MB. Choose a smaller one.")
        )
    try:
        with (
            warnings.catch_warnings(),
            Image.open(
                io.BytesIO(upload.read()), formats=["JPEG", "PNG", "WEBP"]
            ) as image,
        ):
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("The picture has too many pixels. Choose a smaller one.")
                )
            image.draft("RGB", (SIDE * 2, SIDE * 2))
            image.load()
            turned = ImageOps.exif_transpose(image)
            turned.thumbnail((SIDE, SIDE))
            turned = turned.convert("RGBA")
            # Drawn onto a new image: this is what leaves all metadata behind.
            fresh = Image.new("RGB", turned.size, "white")
            fresh.paste(turned, mask=turned.getchannel("A"))
            out = io.BytesIO()
            fresh.save(out, "WEBP", quality=82)
    except ValidationError:
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything
        raise ValidationError(
            _("We could not read this picture. Use a JPEG, PNG or WebP file.")
        ) from error
    content = out.getvalue()
    name = hashlib.sha256(content).hexdigest()[:32]
    return ContentFile(content, name=f"{name}.webp")
