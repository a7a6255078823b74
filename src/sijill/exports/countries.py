"""Countries, and the codes by which ACLED and UCDP name them."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# UCDP's regions follow from Gleditsch and Ward's numbers: the last number of each.
_UCDP_REGIONS = ((199, "Americas"), (399, "Europe"), (626, "Africa"), (699, "Middle East"), (999, "Asia"))


@dataclass(frozen=True, slots=True)
class Country:
    """A country. What the table does not know is "" or None.

    Attributes:
        code: ISO 3166 alpha-2; `iso3` alpha-3, `numeric` the number.
        gw: Gleditsch and Ward's number of the state.
    """

    code: str
    iso3: str
    numeric: int | None
    name: str
    gw: int | None
    acled_region: str
    area_km2: int

    @property
    def ucdp_region(self) -> str:
        """UCDP's region; "" where the state's number is not known."""
        return "" if self.gw is None else next(name for last, name in _UCDP_REGIONS if self.gw <= last)

    @property
    def radius_km(self) -> float:
        """Of a circle as large as the country."""
        return math.sqrt(self.area_km2 / math.pi)


@cache
def _table() -> dict[str, Country]:
    with (Path(__file__).parent / "countries.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {
            row["code"]: Country(
                row["code"],
                row["iso3"],
                int(row["numeric"]) if row["numeric"] else None,
                row["name"],
                int(row["gw"]) if row["gw"] else None,
                row["acled_region"],
                int(row["area_km2"]),
            )
            for row in rows
        }


def country_of(code: str | None) -> Country | None:
    """The country of an ISO 3166 alpha-2 code; None where there is none or the table has it not."""
    return _table().get(code) if code else None
