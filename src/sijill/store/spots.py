"""Incidents as a map and a timeline show them: many at once, and only the columns that these need."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select

from sijill.store.incidents import Incidents
from sijill.store.rows import Filters, Spot
from sijill.store.schema import projections

_COLUMNS = tuple(projections.c[field.name] for field in fields(Spot))


class Spots(Incidents):
    """The part of a register that answers a map."""

    def spots(self, filters: Filters | None = None, limit: int = 200_000) -> list[Spot]:
        """All incidents that a question asks for, the latest day first, those without a day last.

        Raises:
            ValueError: the text holds no word.
        """
        query = self._asked(select(*_COLUMNS), filters or Filters()).order_by(projections.c.sort_day.desc(), projections.c.id)
        with self._database.reading() as connection:
            return [Spot(*row) for row in connection.execute(query.limit(limit))]
