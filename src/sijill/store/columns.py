"""Column types that are the same on SQLite and PostgreSQL: instants, packed JSON, packed bytes."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

# What a JSON object is to the store, which neither makes nor interprets more of it than its columns need.
Json = dict[str, Any]


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; one without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: SQLite knows no zones, so that the moment stands there in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone; give an instant in UTC")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: always in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Packed(TypeDecorator[Json]):
    """A JSON object, compressed (zlib); the order of its keys is kept."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Json | None, dialect: Dialect) -> bytes | None:
        """To the database."""
        return None if value is None else pack(json_text(value).encode("utf-8"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Json | None:
        """From the database."""
        if value is None:
            return None
        found: Json = json.loads(unpack(value))
        return found


class PackedBytes(TypeDecorator[bytes]):
    """Bytes, compressed (zlib)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """To the database."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """From the database."""
        return None if value is None else unpack(value)


class PackedText(TypeDecorator[str]):
    """A text, compressed (zlib)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To the database."""
        return None if value is None else pack(value.encode("utf-8"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """From the database."""
        return None if value is None else unpack(value).decode("utf-8")


def pack(raw: bytes) -> bytes:
    """Compressed bytes."""
    return zlib.compress(raw, 6)


def unpack(packed: bytes) -> bytes:
    """What `pack` was given."""
    return zlib.decompress(bytes(packed))


def json_text(value: object) -> str:
    """A value as compact JSON, its keys in their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
