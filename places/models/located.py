from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Located(models.Model):
    """What lies somewhere: degrees north and east, both null where nobody knows."""

    lat = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lng = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        abstract = True

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lng is not None

    @property
    def point(self) -> tuple[float, float]:
        """Degrees north and east of the middle; raises ValueError where unknown."""
        if self.lat is None or self.lng is None:
            raise ValueError(f"nobody knows where {self} lies")
        return self.lat, self.lng
