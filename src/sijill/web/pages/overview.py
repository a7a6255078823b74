"""What came in, what awaits review, and what the register holds at a glance."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from sijill.exports.evidence_words import REVIEWS
from sijill.exports.labels import country_name, one, type_label
from sijill.store.rows import Filters
from sijill.web.access.roles import Reading
from sijill.web.asking import WAITS
from sijill.web.charts import bars, timeline
from sijill.web.desk import TheDesk
from sijill.web.labels import listed
from sijill.web.render import render, words_of

router = APIRouter()
SOME = 6  # incidents, reports and jobs of each list
LONGEST = 10  # bars of one list


@router.get("/", include_in_schema=False)
def overview(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The first page."""
    register = desk.register
    lang = words_of(request).lang
    catalogue = desk.catalogue
    reviews, types, countries = catalogue.counts("review"), catalogue.counts("type"), catalogue.counts("country")

    def named(label: str) -> str:
        return catalogue.label(label, lang)

    total = sum(reviews.values())
    return render(
        request,
        "overview.html.j2",
        reports=register.count_reports(),
        incidents=total,
        waiting=sum(reviews.get(state, 0) for state in WAITS),
        flagged=reviews.get("flagged", 0),
        corrected=reviews.get("corrected", 0),
        contested=catalogue.kept("contested", lambda: register.count(Filters(contested=True, review=WAITS))),
        reviews=[
            (state, one(REVIEWS[state], lang), reviews[state], reviews[state] / total * 100) for state in REVIEWS if reviews.get(state)
        ],
        timeline=timeline(catalogue.counts("day"), lang),
        types=bars(types, {value: type_label(value, lang) for value in types}, LONGEST),
        countries=bars(countries, {value: country_name(value, lang) for value in countries}, LONGEST),
        newest=[listed(p, lang, named) for p in register.incidents(limit=SOME, order="arrived").rows],
        most_contested=[listed(p, lang, named) for p in catalogue.kept("most contested", lambda: register.most_contested(SOME))],
        latest=register.recent_reports(SOME),
        jobs=register.recent_jobs(SOME),
    )
