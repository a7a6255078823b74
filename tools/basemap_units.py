"""What `build_basemap` must be told of the world's borders: which are disputed, and who else than the holder is named there.

A unit is a polygon of Natural Earth's first-level divisions. `owner` is the country under whose name the gazetteer lists the
places there, `held` the country that Natural Earth draws there. Where the two differ every border of the unit is dashed, and so
is a border between two countries of `DISPUTED`. No area is coloured by country, so that a dashed line is all that is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Ring = Sequence[tuple[float, float]]

# Countries with divisions in the gazetteer, in full detail; the rest of the world is drawn coarsely.
REGION = frozenset("IQ SY YE LB PS IL JO SA KW BH QA AE OM EG LY TN DZ MA EH SD SS SO DJ ER ET TD NE NG ML BF MR IR TR AF PK KE".split())

# Natural Earth's code of a country to the ISO code under which it is listed, where the data give none or another.
OWNERS: Mapping[str, str] = {
    "SOL": "SO", "SAH": "EH", "CYN": "CY", "CNM": "CY", "ESB": "CY", "WSB": "CY", "KAB": "KZ", "KAS": "", "KOS": "XK", "PSX": "PS",
    "ISR": "IL", "SDS": "SS", "USG": "CU",
}  # fmt: skip
CRIMEA = frozenset({"Crimea", "Sevastopol"})
KASHMIR = frozenset({"Jammu and Kashmir", "Ladakh", "Azad Kashmir", "Northern Areas", "Kashmir", "Gilgit-Baltistan"})
# Pairs of countries whose whole border is disputed, not final or not agreed.
DISPUTED = frozenset(
    frozenset(pair.split("-"))
    for pair in ("PS-IL", "SY-IL", "LB-IL", "EH-MA", "RS-XK", "SD-SS", "CY-CYN", "SO-SOL", "UA-RUS", "KE-SS", "SO-ET")
)

# Lines that Natural Earth does not draw, written for Sijill from general knowledge to about 0.02 degree: areas that the gazetteer
# lists under another country than the holder. (longitude, latitude); closed rings.
GOLAN: Ring = (
    (35.63, 33.42), (35.655, 33.30), (35.650, 33.245), (35.628, 33.22), (35.622, 33.16), (35.640, 33.10), (35.630, 33.02),
    (35.630, 32.95),
    (35.640, 32.893), (35.652, 32.870), (35.660, 32.830), (35.652, 32.790), (35.662, 32.745), (35.655, 32.69), (35.66, 32.60),
    (36.05, 32.60), (36.05, 33.46), (35.63, 33.46),
)  # fmt: skip
EAST_JERUSALEM: Ring = (
    (35.150, 31.900), (35.168, 31.826), (35.190, 31.812), (35.212, 31.803), (35.2265, 31.790), (35.2265, 31.775), (35.230, 31.764),
    (35.226, 31.750), (35.212, 31.740), (35.196, 31.738), (35.182, 31.735), (35.170, 31.700), (35.35, 31.700), (35.35, 31.900),
)  # fmt: skip
WESTERN_SAHARA: Ring = ((-20.0, 27.667), (-8.667, 27.667), (-8.667, 20.0), (-20.0, 20.0))
HALAIB: Ring = (
    (34.05, 22.0), (34.15, 22.20), (34.68, 22.30), (35.10, 22.70), (35.50, 22.95), (35.62, 23.12), (35.75, 23.20), (38.0, 23.20),
    (38.0, 22.0),
)  # fmt: skip
SOCOTRA: Ring = ((51.5, 11.5), (55.0, 11.5), (55.0, 13.2), (51.5, 13.2))

# (rings, country that holds it, owner, division or None to ask the gazetteer's places)
CUTS: Sequence[tuple[Ring, str, str, str | None]] = (
    (GOLAN, "ISR", "SY", "Quneitra"),
    (EAST_JERUSALEM, "ISR", "PS", "Jerusalem"),
    (WESTERN_SAHARA, "MAR", "EH", None),
    (HALAIB, "EGY", "SD", "Red Sea"),
    (SOCOTRA, "YEM", "YE", "Socotra"),
)
