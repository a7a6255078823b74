"""A saved search as an Atom 1.0 feed (RFC 4287): the incidents that came in last."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

from sijill.store.account_rows import SavedSearch
from sijill.store.rows import Projection
from sijill.web.labels import Listed, listed
from sijill.web.words import Words

ATOM = "http://www.w3.org/2005/Atom"
_SPACE = uuid.UUID("6f0a2d0e-5b0f-5e55-9a0e-2c1a7f0d4d11")
# What XML 1.0 does not hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(search: SavedSearch, found: Iterable[Projection], base: str, own: str, words: Words) -> bytes:
    """The feed as bytes.

    Args:
        search: what was saved; its feed's secret stands nowhere in the feed but in its own address.
        found: the incidents, the last that came first.
        base: the desk's address without a slash at its end.
        own: the feed's own address.
        words: of the language of its titles.
    """
    rows = list(found)
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(_tag("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": words.lang})
    _add(feed, "id", f"urn:uuid:{uuid.uuid5(_SPACE, f'{search.owner}/{search.id}/{search.made.isoformat()}')}")
    _add(feed, "title", search.name)
    _add(feed, "subtitle", words("feed.subtitle"))
    _add(feed, "updated", _instant(max((row.made for row in rows), default=search.made)))
    ElementTree.SubElement(feed, _tag("link"), {"rel": "self", "type": "application/atom+xml", "href": own})
    ElementTree.SubElement(feed, _tag("link"), {"rel": "alternate", "type": "text/html", "href": f"{base}/incidents?{search.query}"})
    author = ElementTree.SubElement(feed, _tag("author"))
    _add(author, "name", "Sijill" if words.lang == "en" else "سِجِلّ")
    for row in rows:
        entry = ElementTree.SubElement(feed, _tag("entry"))
        shown = listed(row, words.lang)
        _add(entry, "id", f"urn:uuid:{uuid.uuid5(_SPACE, row.id)}")
        _add(entry, "title", _title(shown, words))
        _add(entry, "updated", _instant(row.made))
        ElementTree.SubElement(entry, _tag("link"), {"rel": "alternate", "type": "text/html", "href": f"{base}/incidents/{quote(row.id)}"})
        _add(entry, "summary", _summary(shown, words))
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _title(shown: Listed, words: Words) -> str:
    where = words("joint").join(dict.fromkeys(part for part in (shown.place, shown.country) if part)) or words("list.nowhere")
    day = words("list.published", day=shown.day.words) if shown.day.published else shown.day.words or words("list.undated")
    return f"{shown.type} · {where} · {day}"


def _summary(shown: Listed, words: Words) -> str:
    joint = words("joint")
    parts = [f"{words('list.by')} {joint.join(shown.by)}"] if shown.by else []
    parts += [f"{words('list.against')} {joint.join(shown.against)}"] if shown.against else []
    parts += [f"{shown.killed} {words('list.killed')}"] if shown.killed else []
    parts += [f"{shown.wounded} {words('list.wounded')}"] if shown.wounded else []
    parts += [words.many("reports", shown.reports), joint.join(shown.outlets), shown.review_name]
    return " · ".join(part for part in parts if part)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _tag(name)).text = _NOT_XML.sub("\ufffd", text)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
