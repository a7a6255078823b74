"""The statements that made the tables of every schema so far, frozen, so that migrations start from what users have.

`python -m tests.register_schema` writes those of today's schema.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sqlalchemy import ClauseElement, Executable, create_mock_engine

from sijill.store.making import make_tables
from sijill.store.migrations import STEPS

HERE = Path(__file__).parent / "register_schemas"
BETWEEN = ";\n\n"
DRIVERS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def frozen(number: int, dialect: str) -> list[str]:
    """The statements of a schema."""
    return (HERE / f"{number}.{dialect}.sql").read_text(encoding="utf-8").strip().removesuffix(";").split(BETWEEN)


def statements(dialect: str) -> list[str]:
    """What makes today's tables."""
    found: list[str] = []

    def note(statement: Executable, *_: object, **__: object) -> None:
        found.append(str(cast(ClauseElement, statement).compile(dialect=engine.dialect)).strip())

    engine = create_mock_engine(DRIVERS[dialect], note)

    class Notes:
        """A connection that makes nothing and notes everything."""

        dialect = engine.dialect
        execute = staticmethod(note)
        _run_ddl_visitor = staticmethod(engine._run_ddl_visitor)

    make_tables(Notes())  # type: ignore[arg-type]
    return [statement.replace("%%", "%") for statement in found]


def main() -> None:
    """Write them."""
    HERE.mkdir(exist_ok=True)
    number = STEPS[-1].number
    for dialect in DRIVERS:
        (HERE / f"{number}.{dialect}.sql").write_text(BETWEEN.join(statements(dialect)) + ";\n", encoding="utf-8")


if __name__ == "__main__":
    main()
