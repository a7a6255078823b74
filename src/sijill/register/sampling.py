"""Drawing a sample of incidents for several people to code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from sijill.model.said import said
from sijill.register.agreement import draw
from sijill.register.audit import note
from sijill.register.workshop import Workshop
from sijill.store.register import Register

LARGEST, HIGHEST_SEED = 10_000, 2**31
_NAME = re.compile(r"[\w-]{1,60}")


class SampleError(ValueError):
    """A sample that cannot be drawn, with the reason."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample that was drawn."""

    name: str
    incidents: tuple[str, ...]

    @property
    def address(self) -> str:
        """Of its page."""
        return f"/samples/{quote(self.name, safe='')}"


def draw_sample(register: Register, workshop: Workshop, name: str, size: int | str, seed: int | str, by: str) -> Drawn:
    """Draw a sample; the same seed draws the same of the same incidents. Once drawn it stays as it is.

    Raises:
        SampleError: its name, size or seed cannot be, there is one of that name, or the register holds no incident.
    """
    words = name.strip()
    if not _NAME.fullmatch(words):
        raise SampleError(said("sample.name", "a sample's name has 1 to 60 letters, digits, `_` and `-`"))
    many = _figure(size, 1, LARGEST)
    if many is None:
        raise SampleError(said("sample.size", "a sample has 1 to {most} incidents", most=LARGEST))
    start = _figure(seed, 0, HIGHEST_SEED)
    if start is None:
        raise SampleError(said("sample.seed", "a seed is a figure from 0 to {highest}", highest=HIGHEST_SEED))
    with register.transaction():
        if register.sample(words):
            raise SampleError(said("sample.taken", "there is a sample {name!r} already; give another name", name=words))
        chosen = draw(list(register.incident_ids()), many, start)
        if not chosen:
            raise SampleError(said("sample.nothing", "the register holds no incident to draw; ingest reports first"))
        register.put_sample(words, chosen)
        note(register, workshop.clock(), by, "sample", words, size=many, seed=start)
    return Drawn(words, chosen)


def _figure(words: int | str, least: int, most: int) -> int | None:
    shown = str(words).strip()
    if not shown.isascii() or not shown.isdecimal() or len(shown) > 12:
        return None
    return int(shown) if least <= int(shown) <= most else None
