"""What axe finds wrong with a page: faults that are serious or worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def serious(page: Page, where: str) -> list[str]:
    """The serious and critical faults of what a page shows now, each with the first places at which it stands."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    faults = []
    for fault in axe.run(page, options={"runOnly": RULES, "preload": False}).response["violations"]:
        if fault["impact"] in ("serious", "critical"):
            at = [node["html"][:160] + " :: " + node.get("failureSummary", "")[:200] for node in fault["nodes"][:3]]
            faults.append(f"{where}: {fault['id']} ({fault['impact']}): {at}")
    return faults
