"""Incidents as CSV with HXL hashtags, in English and Arabic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sijill.exports.cells import Cell, listed, table
from sijill.exports.incident_rows import incident_row
from sijill.exports.info import CODEBOOKS, Export, ExportInfo, finished
from sijill.exports.labels import STATES, country_name, one, weapon_name
from sijill.exports.told import place_of, ready
from sijill.model import IncidentRecord

# Hashtag → header and column of the CSV it comes from. Words of reports are Arabic (+i_ar); labels are English (+i_en).
HXL_COLUMNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "#event+id": ("Incident", "incident"),
        "#event+type+code": ("Type", "type"),
        "#event+type+i_en": ("Type (English)", "type_en"),
        "#event+type+i_ar": ("نوع الحدث", "type_ar"),
        "#status+factuality+code": ("How sure", "factuality"),
        "#status+factuality+i_ar": ("درجة الثبوت", "factuality, in Arabic"),
        "#status+review": ("Review", "review"),
        "#date+start": ("First day", "date_start"),
        "#date+end": ("Last day", "date_end"),
        "#date+precision": ("Precision of the date", "date_precision"),
        "#date+time": ("Time of day", "clock"),
        "#country+code+v_iso2": ("Country code", "country"),
        "#country+name+i_en": ("Country (English)", "country, its English name"),
        "#country+name+i_ar": ("البلد", "country, its Arabic name"),
        "#adm1+name+i_en": ("Governorate or province", "admin1"),
        "#loc+name+i_en": ("Place (English)", "place_name"),
        "#loc+name+i_ar": ("المكان", "place_text"),
        "#geo+lat": ("Latitude of the named place", "lat"),
        "#geo+lon": ("Longitude of the named place", "lon"),
        "#geo+precision": ("Precision of the place", "place_precision"),
        "#group+perpetrator+name+i_en": ("Carried out by (English)", "perpetrators"),
        "#group+perpetrator+name+i_ar": ("الفاعل", "perpetrators_text"),
        "#group+perpetrator+type": ("Kinds of authors", "perpetrator_kinds"),
        "#group+claimed+name+i_en": ("Claimed by", "claimed_by"),
        "#group+denied+name+i_en": ("Denied by", "denied_by"),
        "#group+accused+name+i_en": ("Accused by others", "accused"),
        "#group+target+name+i_en": ("Against (English)", "targets"),
        "#group+target+name+i_ar": ("المستهدف", "targets_text"),
        "#group+target+type": ("Kinds of targets", "target_kinds"),
        "#cause+weapon+i_en": ("With (English)", "weapons"),
        "#cause+weapon+i_ar": ("الوسيلة", "weapons, in Arabic"),
        "#affected+killed+min": ("Killed, lowest figure", "killed_low"),
        "#affected+killed": ("Killed, conservative figure", "killed"),
        "#affected+killed+max": ("Killed, highest figure", "killed_high"),
        "#affected+injured+min": ("Wounded, lowest figure", "wounded_low"),
        "#affected+injured": ("Wounded, conservative figure", "wounded"),
        "#affected+injured+max": ("Wounded, highest figure", "wounded_high"),
        "#affected+captured+min": ("Captured, lowest figure", "captured_low"),
        "#affected+captured": ("Captured, conservative figure", "captured"),
        "#affected+captured+max": ("Captured, highest figure", "captured_high"),
        "#meta+contested": ("Contested fields", "contested"),
        "#source+name+i_ar": ("المصادر", "outlets"),
        "#meta+reports+num": ("Reports", "reports, their number"),
        "#meta+reports+independent+num": ("Independent reports", "independent"),
        "#meta+confidence": ("Confidence, 0 to 1", "confidence"),
        "#meta+version+code": ("Version of Sijill", "code"),
        "#meta+version+knowledge": ("Version of the lexicon", "knowledge"),
        "#meta+version+codebook": ("Version of the event types; HXL's", "codebook"),
        "#date+exported": ("Day of the export", "exported"),
    }
)


def hxl(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """One row an incident under two lines of heads: names for people, then the hashtags."""
    kept, out = ready(records, info)
    heads = [[head for head, _ in HXL_COLUMNS.values()], list(HXL_COLUMNS)]
    return finished("hxl", ".csv", table(list(HXL_COLUMNS), (_row(record, info) for record in kept), heads), len(kept), info, out)


def _row(record: IncidentRecord, info: ExportInfo) -> dict[str, Cell]:
    row = incident_row(record, info)
    place = place_of(record)
    country = place.country if place else None
    made: dict[str, Cell] = {
        "#status+factuality+i_ar": one(STATES[record.factuality.value], "ar"),
        "#country+name+i_en": country_name(country, "en"),
        "#country+name+i_ar": country_name(country, "ar"),
        "#cause+weapon+i_ar": listed(weapon_name(settled.value, "ar") for settled in record.weapons),
        "#meta+reports+num": len(record.reports),
        "#meta+version+codebook": f"{info.codebook}; {CODEBOOKS['hxl']}",
    }
    for tag, (_, column) in HXL_COLUMNS.items():
        if tag not in made:
            value = row[column]
            if isinstance(value, list):
                made[tag] = "; ".join(value) if column.endswith("_kinds") else listed(value)
            else:
                made[tag] = value.isoformat() if isinstance(value, date) else value
    return made
