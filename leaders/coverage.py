"""How the network covers the country."""

from dataclasses import dataclass

from places.states import Region, region_of


@dataclass(frozen=True)
class Coverage:
    """Numbers of leaders; `states` maps two-letter codes, a missing one means none."""

    states: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())

    def in_state(self, code: str) -> int:
        return self.states.get(code, 0)

    def in_region(self, region: Region) -> int:
        return sum(self.states.get(code, 0) for code in region.states)

    def around(self, code: str) -> int:
        """Leaders in the region of a state."""
        region = region_of(code)
        return self.in_region(region) if region else 0
