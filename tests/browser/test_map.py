"""The map, the timeline and the list in a browser: shapes by precision, the brush, keys, both languages, ten thousand incidents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sijill.knowledge import Knowledge
from sijill.model import EventRef
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.web.settings import Settings
from tests import register_rows as rows
from tests.browser.desks import CHROMIUM, listening
from tests.browser.map_desk import chromium, page_of
from tests.web import many
from tests.web.desks import knowledge, sample  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
IDLE = """async () => { const { map } = document.querySelector('[data-map-page]').sijill.view;
  while (!map.loaded() || map.isMoving()) { map.triggerRepaint(); await new Promise(done => setTimeout(done, 30)); } }"""
HEAD = "[data-map-head]"
DRAWN = """layer => [...new Set(document.querySelector('[data-map-page]').sijill.view.map.queryRenderedFeatures({ layers: [layer] })
  .map(f => f.properties.at ?? f.properties.k ?? f.properties.c))]"""
# One incident of each precision, one of two at one town, one without a place on a map, and one without a day.
SHOWN: tuple[dict[str, Any], ...] = (
    {"place": "Ramadi", "place_precision": "town", "day": 0},
    {"place": "Ramadi", "place_precision": "town", "day": 40, "type": "arrest"},
    {"place": "Ain al-Asad", "place_precision": "site", "lat": 33.8, "lon": 42.44, "day": 10},
    {"place": "Haditha District", "place_precision": "district", "lat": 34.14, "lon": 42.38, "day": 20, "contested": True},
    {"place": "Nineveh", "admin1": "Nineveh", "place_precision": "governorate", "lat": 36.34, "lon": 43.13, "day": 30},
    {"place": "Jordan", "country": "JO", "admin1": None, "place_precision": "country", "lat": 31.95, "lon": 35.93, "day": 50},
    {"place": "Mediterranean Sea", "country": None, "admin1": None, "place_precision": "none", "day": 60},
    {"place": "Rutba", "place_precision": "town", "lat": 33.03, "lon": 40.28, "day": None, "killed_low": None, "killed_high": None},
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def put(register: Register) -> None:
    report = register.add_capture(rows.capture("map")).report
    found = []
    for number, given in enumerate(SHOWN):
        other = {name: value for name, value in given.items() if name != "day"}
        day = None if given["day"] is None else rows.day(given["day"])
        found.append(rows.projection(f"map-{number}", day, **other))
    register.put_reading(report, 1, rows.record(report, *(rows.event(f"e{n}") for n in range(len(found)))), "0.1", rows.AT)
    register.put_incidents([rows.incident(p.id, EventRef(report, f"e{n}")) for n, p in enumerate(found)], rows.AT)
    register.put_projections(found)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[str]:  # noqa: F811
    where = tmp_path_factory.mktemp("map") / "few.sqlite"
    with open_register(where, names=names_of(knowledge), create=True) as register:
        put(register)
        with listening(register, knowledge, Settings(str(where), local=True, reviewer="منى")) as address:
            yield address


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[str]:  # noqa: F811
    where = tmp_path_factory.mktemp("map") / "many.sqlite"
    with open_register(where, names=names_of(knowledge), create=True) as register:
        many.fill(register, knowledge, 10_000)
        with listening(register, knowledge, Settings(str(where), local=True, reviewer="منى")) as address:
            yield address


@pytest.fixture(params=["en", "ar"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def drawn(page: Page, layer: str) -> list[Any]:
    found: list[Any] = page.evaluate(DRAWN, layer)
    return found


def entries(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-map-list] a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    return found


def test_a_place_is_drawn_as_precisely_as_it_is_known(browser: Browser, desk: str, lang: str) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang={lang}#map=6.05/33.5/40") as page:
        page.evaluate(IDLE)
        assert len(drawn(page, "incident-site")) == 1
        assert len(drawn(page, "incident-town")) == 2  # two incidents at Ramadi are one circle
        assert len(drawn(page, "incident-district")) == 1
        assert drawn(page, "incident-governorate") == ["IQ/Nineveh"]
        assert all(key.startswith("JO/") for key in drawn(page, "incident-country"))
        assert len(drawn(page, "incident-country")) > 1
        assert drawn(page, "clusters") == []
        assert ("without a place on the map: 1" if lang == "en" else "بلا موضع على الخريطة: 1") in page.inner_text("[data-map-rest]")


def test_a_circle_is_as_wide_as_its_uncertainty(browser: Browser, desk: str) -> None:
    """Ten kilometres at Ramadi, at zoom 10: a point nine kilometres away lies inside, one of eleven does not."""
    with page_of(browser, f"{desk}/incidents/map?lang=en#map=9.6/33.42/43.3") as page:
        page.evaluate(IDLE)
        hit = """([lon, lat]) => { const { map } = document.querySelector('[data-map-page]').sijill.view;
          return map.queryRenderedFeatures(map.project([lon, lat]), { layers: ['incident-town'] }).length; }"""
        town = 33.4
        assert page.evaluate(hit, [43.3, town + 9.5 / 111.2])
        assert not page.evaluate(hit, [43.3, town + 10.7 / 111.2])


def test_the_brush_filters_map_and_list_at_once(browser: Browser, desk: str, lang: str) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang={lang}#map=5.2/33.8/41") as page:
        page.evaluate(IDLE)
        assert len(entries(page)) == 7  # all that have a place
        box = page.locator("[data-timeline] .u-over").bounding_box()
        assert box
        start, wide = (box["x"] + box["width"], -box["width"]) if lang == "ar" else (box["x"], box["width"])
        page.mouse.move(start + 0.3 * wide, box["y"] + 40)  # of 61 days the 19th to the 34th
        page.mouse.down()
        page.mouse.move(start + 0.54 * wide, box["y"] + 40, steps=5)
        page.mouse.up()
        page.wait_for_url("**since=2020-01-19**")
        page.evaluate(IDLE)
        assert entries(page) == ["/incidents/map-4", "/incidents/map-3"]
        for _ in range(100):  # software draws the map, in its own time
            if drawn(page, "incident-governorate"):
                break
            page.wait_for_timeout(200)
        assert drawn(page, "incident-governorate") == ["IQ/Nineveh"]
        assert len(drawn(page, "incident-town")) == 0
        assert len(drawn(page, "incident-country")) == 0
        assert page.locator("[data-same-days]").get_attribute("href") == page.url.split("#")[0].replace("/map?lang=" + lang + "&", "?")


def test_the_brush_by_touch(browser: Browser, desk: str, lang: str) -> None:
    """A finger drags across the bars, then one of the handles: the map, the list and the address follow, and the page does not scroll."""
    with page_of(
        browser, f"{desk}/incidents/map?lang={lang}#map=5.2/33.8/41", viewport={"width": 360, "height": 740}, has_touch=True
    ) as page:
        page.evaluate(IDLE)
        page.locator("[data-timeline]").scroll_into_view_if_needed()
        before, all_here = page.evaluate("() => scrollY"), entries(page)
        assert len(all_here) >= 6
        box = page.locator("[data-timeline] .u-over").bounding_box()
        assert box
        start, wide = (box["x"] + box["width"], -box["width"]) if lang == "ar" else (box["x"], box["width"])
        finger = page.context.new_cdp_session(page)

        def drag(*parts: float) -> None:
            at = [{"x": start + part * wide, "y": box["y"] + 50} for part in parts]
            finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at[:1]})
            for point in at[1:]:
                finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
            finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        drag(0.3, 0.35, 0.45, 0.54)
        page.wait_for_url("**since=2020-01-19**")
        assert entries(page) == ["/incidents/map-4", "/incidents/map-3"]
        handle = page.locator(".brush-handle.until").bounding_box()
        assert handle
        at = (handle["x"] + 12 - start) / wide
        drag(at, at + 0.1, 0.7)
        page.wait_for_url(re.compile("until=2020-02-1[23]"))
        assert entries(page) == ["/incidents/map-1", "/incidents/map-4", "/incidents/map-3"]
        assert page.evaluate("() => scrollY") == before
        page.tap("[data-clear]")
        page.wait_for_url(lambda url: "since" not in url)
        assert entries(page) == all_here


def test_the_brush_by_keys_alone(browser: Browser, desk: str, lang: str) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang={lang}#map=5.2/33.8/41") as page:
        later, earlier = ("ArrowLeft", "ArrowRight") if lang == "ar" else ("ArrowRight", "ArrowLeft")
        page.focus(".brush-handle.until")
        assert page.get_attribute(".brush-handle.until", "role") == "slider"
        for _ in range(6):
            page.keyboard.press(earlier if _ else "PageDown")
        page.wait_for_url("**until=2020-02-15**")
        page.focus(".brush-handle.from")
        page.keyboard.press("PageUp")
        page.keyboard.press(later)
        page.wait_for_url("**since=2020-01-12**")
        assert entries(page) == ["/incidents/map-1", "/incidents/map-4", "/incidents/map-3"]
        assert "144" in str(page.get_attribute(".brush-handle.from", "aria-valuetext"))  # the Hijri year
        page.keyboard.press("Escape")
        page.wait_for_function("() => !location.search.includes('since')")
        assert len(entries(page)) == 7


def test_the_address_gives_the_same_days_again(browser: Browser, desk: str) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang=en&since=2020-01-20&until=2020-01-31&type=ied#map=5/33.8/41") as page:
        assert entries(page) == ["/incidents/map-4", "/incidents/map-3"]
    with page_of(browser, f"{desk}/incidents/map?lang=en&type=arrest#map=5/33.8/41") as page:
        assert entries(page) == ["/incidents/map-1"]


def test_the_list_by_keys_lights_the_map(browser: Browser, desk: str, lang: str) -> None:
    lit = "() => document.querySelector('[data-map-page]').sijill.view.map.querySourceFeatures('lit').length"
    with page_of(browser, f"{desk}/incidents/map?lang={lang}#map=5/33.8/41") as page:
        page.evaluate(IDLE)
        assert page.evaluate(lit) == 0
        page.focus("[data-map-list] a")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("() => document.activeElement.getAttribute('href')") == "/incidents/map-1"
        page.evaluate(IDLE)
        assert page.evaluate(lit) > 0
        page.keyboard.press("Space")  # shows it near
        page.wait_for_function("() => document.querySelector('[data-map-page]').sijill.view.map.getZoom() > 7")


def test_a_click_tells_what_happened_there(browser: Browser, desk: str, lang: str) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang={lang}#map=7/33.4/43.3") as page:
        page.evaluate(IDLE)
        box = page.locator(".maplibregl-canvas").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        popup = page.locator(".maplibregl-popup")
        assert popup.locator("h3").inner_text() == ("Ramadi" if lang == "en" else "الرمادي")
        assert "10" in popup.inner_text()  # kilometres
        links = popup.locator("a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
        assert links == ["/incidents/map-1", "/incidents/map-0"]


def test_a_place_of_many_gives_each(browser: Browser, crowd: str) -> None:
    """By keys alone every incident of the most frequent place can be reached from its window."""
    with page_of(browser, f"{crowd}/incidents/map?lang=en#map=4.6/33/42") as page:
        page.evaluate(IDLE)
        number, many = page.evaluate("""() => { const { view, data } = document.querySelector('[data-map-page]').sijill;
          const counts = data.places.map(() => 0);
          data.place.forEach(p => { if (p >= 0 && data.places[p][4] === 'town') counts[p] += 1; });
          const most = counts.indexOf(Math.max(...counts));
          view.map.jumpTo({ center: data.places[most].slice(2, 4), zoom: 11 });
          return [most, counts[most]]; }""")
        page.evaluate(IDLE)
        box = page.locator(".maplibregl-canvas").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        more = page.locator(".spot-card > button")
        for _ in range(20):
            if not more.is_visible():
                break
            more.focus()
            page.keyboard.press("Enter")
            assert page.evaluate("() => document.activeElement.matches('.spot-card a')")
        links = page.locator(".spot-card a").evaluate_all("links => links.map(a => Number(a.dataset.n))")
        assert len(set(links)) == len(links) >= many > 6
        there = "at => document.querySelector('[data-map-page]').sijill.data.place.flatMap((p, n) => p === at ? [n] : [])"
        assert set(links) >= set(page.evaluate(there, number))


def test_a_group_can_be_left_out(browser: Browser, desk: str) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang=en#map=5/33.8/41") as page:
        page.evaluate(IDLE)
        page.click("[data-legend] summary")
        assert page.locator("[data-legend] .sign").count() == 6
        page.uncheck("[data-group=remote_violence]")
        page.wait_for_function("() => document.querySelectorAll('[data-map-list] a').length === 1")
        assert entries(page) == ["/incidents/map-1"]


def test_light_and_dark(browser: Browser, desk: str) -> None:
    land = "() => document.querySelector('[data-map-page]').sijill.view.map.getPaintProperty('land', 'fill-color')"
    with page_of(browser, f"{desk}/incidents/map?lang=ar", color_scheme="light") as page:
        light = page.evaluate(land)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"before => ({land})() !== before", arg=light)


@pytest.mark.parametrize("width", [360, 768])
def test_narrow_screens_do_not_scroll_sideways(browser: Browser, desk: str, lang: str, width: int) -> None:
    with page_of(browser, f"{desk}/incidents/map?lang={lang}", viewport={"width": width, "height": 740}) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("() => document.querySelector('.maplibregl-canvas').clientHeight > 250")


def test_names_are_written_in_the_readers_language_with_shipped_letters(browser: Browser, desk: str, lang: str) -> None:
    asked: list[str] = []
    names = """() => document.querySelector('[data-map-page]').sijill.view.map
      .queryRenderedFeatures({ layers: ['name-country'] }).map(f => f.properties.name)"""
    page = browser.new_page(viewport={"width": 1300, "height": 950})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk}/incidents/map?lang={lang}#map=4.4/30/41")
    page.wait_for_selector("[data-ready]", timeout=90_000)
    page.evaluate(IDLE)
    found = page.evaluate(names)
    assert ("Iraq" if lang == "en" else "العراق") in found
    assert any(f"ibm-plex-sans-arabic-{'arabic' if lang == 'ar' else 'latin'}-600" in url for url in asked)
    page.close()


@pytest.fixture(scope="module")
def incident(sample: Path, knowledge: Knowledge) -> Iterator[str]:  # noqa: F811
    """The address of an incident of the sample that is known to a district."""
    with open_register(sample, names=names_of(knowledge)) as register:
        name = next(p.id for p in register.all_incidents() if p.place_precision == "district")
        with listening(register, knowledge, Settings(str(sample), local=True, reviewer="منى")) as address:
            yield f"{address}/incidents/{name}"


def test_the_map_of_one_incident_draws_its_place_as_it_is_known(browser: Browser, incident: str, lang: str) -> None:
    with page_of(browser, f"{incident}?lang={lang}") as page:
        page.wait_for_function("() => document.querySelector('[data-map]').sijill.map.loaded()")
        drawn = page.evaluate("""() => ['place-area', 'place-circle', 'place-line', 'place-line-district'].map(layer =>
          Math.min(1, document.querySelector('[data-map]').sijill.map.queryRenderedFeatures({ layers: [layer] }).length))""")
        assert drawn == [0, 1, 0, 1]
        assert "30" in page.inner_text(".place-note")  # kilometres


def test_another_place_can_be_picked(browser: Browser, incident: str, lang: str) -> None:
    """By keys alone: the map's middle, then a place of the gazetteer; who listens gets its id, and so does the form."""
    with page_of(browser, f"{incident}?lang={lang}") as page:
        page.evaluate("""() => {
          const box = document.createElement('div');
          box.innerHTML = '<input type="hidden" id="other"><div data-map data-pick="other" data-lat="33.8" data-lon="42.4"'
            + ' data-country="IQ" data-admin1="Al Anbar" data-precision="governorate" data-name="x"></div>';
          document.querySelector('main').prepend(box);
          document.addEventListener('place-picked', event => { window.picked = event.detail; });
          box.firstChild.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true }));
        }""")
        page.wait_for_selector("[data-pick][data-ready='1']", timeout=60_000)
        areas = "map.queryRenderedFeatures({ layers: ['place-area'] }).length"
        page.wait_for_function(f"() => document.querySelector('[data-pick]').sijill.{areas}")
        page.evaluate("() => document.querySelector('[data-pick]').sijill.map.jumpTo({ center: [43.3, 33.42], zoom: 9 })")
        page.locator("[data-pick] ~ button").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        choice = page.locator(".place-choices button", has_text="Ramadi" if lang == "en" else "الرمادي").first
        choice.focus()
        page.keyboard.press("Enter")
        picked = page.evaluate("() => window.picked")
        assert ("Ramadi" if lang == "en" else "الرمادي") in picked["name"]
        assert page.evaluate("() => document.getElementById('other').value") == picked["id"]
        assert page.locator(".place-choices button").count() == 0


def test_without_a_graphics_card_the_list_and_the_timeline_stay(browser: Browser, desk: str) -> None:
    switches = ["--no-sandbox", "--disable-gpu", "--disable-webgl", "--disable-webgl2", "--disable-3d-apis"]
    blind = browser.browser_type.launch(executable_path=CHROMIUM, args=switches)
    page = blind.new_page()
    page.goto(f"{desk}/incidents/map?lang=en")
    page.wait_for_selector("[data-ready=failed]", timeout=60_000)
    assert page.locator("[data-map-failed]").is_visible()
    assert len(entries(page)) == len(SHOWN)
    assert page.locator(".brush-handle").count() == 2
    blind.close()


def test_ten_thousand_incidents(browser: Browser, crowd: str, lang: str) -> None:
    """Everything is counted once, before and after the brush; how long a frame takes is asked by benchmarks/map_frames.py."""
    with page_of(browser, f"{crowd}/incidents/map?lang={lang}#map=4.6/33/42") as page:
        page.evaluate(IDLE)
        total = page.evaluate("""() => { const { view } = document.querySelector('[data-map-page]').sijill;
          view.map.jumpTo({ center: [35, 25], zoom: 2 }); return view.map.once('idle').then(() => view.map.querySourceFeatures('spots')
            .reduce((found, f) => found.set(f.properties.cluster_id ?? `at ${f.properties.at}`, f.properties.n), new Map()))
            .then(found => [...found.values()].reduce((a, b) => a + b, 0)); }""")
        flat = page.evaluate("""() => { const { data } = document.querySelector('[data-map-page]').sijill;
          return data.place.filter(p => p >= 0 && ['site', 'town', 'district'].includes(data.places[p][4])).length; }""")
        assert total == flat > 7000
        kept = page.evaluate("""() => { const { timeline, kept, view } = document.querySelector('[data-map-page]').sijill;
          const [a, b] = timeline.span();
          const { show } = view;
          return new Promise(done => {
            view.show = counts => { show(counts); done([kept().length, counts.flat().reduce((a, b) => a + b, 0)]); };
            timeline.set(a + 200, b - 400); }); }""")
        assert 2000 < kept[1] == kept[0] < 9000  # all that the brush leaves are drawn
        assert page.locator("[data-map-list] li").count() <= 60
