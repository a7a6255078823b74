// The page of the map: the filters' incidents, on the map, on the timeline and in a list, as one thing.
import { announce } from "./desk.js";
import { dayOf, gregorian, hijri, isoOf, nameMonths } from "./days.js";
import { drawMap } from "./map.js";
import { SIGNS } from "./map/shapes.js";
import { drawTimeline } from "./timeline.js";

const island = document.querySelector("[data-map-page]");
const words = JSON.parse(document.getElementById("map-words").dataset.words);
const groups = words.order;
nameMonths(words.months);
const list = island.querySelector("[data-map-list]");
const head = island.querySelector("[data-map-head]");
const rest = island.querySelector("[data-map-rest]");
const more = island.querySelector("[data-map-more]");
const readout = island.querySelector("[data-map-days]");
const AT_ONCE = 60;

const make = (name, className = "", text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};
const put = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
export const many = (n) => put(words[n === 1 ? "incident.one" : n === 2 ? "incident.two" : n % 100 >= 3 && n % 100 <= 10 ? "incident.few" : "incident.many"], { n: n.toLocaleString("en") });
export const sign = (group) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `sign g-${group}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SIGNS[group]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
};
island.querySelectorAll("[data-sign]").forEach((box) => box.prepend(sign(box.dataset.sign)));

const data = await fetch(island.dataset.source, { headers: { accept: "application/json" } }).then((answer) => {
  if (!answer.ok) throw new Error(`${island.dataset.source}: ${answer.status}`);
  return answer.json();
});
const size = data.id.length;
if (data.of > size) {
  const told = document.querySelector("[data-map-latest]");
  told.textContent = put(words.latest, { n: size.toLocaleString("en"), of: data.of.toLocaleString("en") });
  told.hidden = false;
}
const groupOf = data.types.map((type) => words.types[type]?.[1] ?? groups.length - 1);
const state = { from: null, until: null, off: new Set(), shown: AT_ONCE, lit: null };
let view = null; // the map, where it could be drawn
let seen = []; // numbers of the incidents of the list

const passes = (n) => {
  if (state.off.has(groupOf[data.type[n]])) return false;
  if (state.from === null && state.until === null) return true;
  if (data.first[n] === null) return false;
  return (state.until === null || data.first[n] <= state.until) && (state.from === null || data.last[n] >= state.from);
};
const kept = () => Array.from({ length: size }, (_, n) => n).filter(passes);
let all = kept();

const daysOf = (n) => {
  const [first, last] = [data.first[n], data.last[n]];
  if (first === null) return words.undated;
  return first === last ? gregorian(first, words.lang) : `${gregorian(first, words.lang)} – ${gregorian(last, words.lang)}`;
};
const nameOf = (number) => (number < 0 ? "" : data.places[number][words.lang === "ar" ? 1 : 0]);
const toll = (n) => (data.killed[n] ? put(words.killed, { n: [...new Set(data.killed[n])].join("–") }) : "");

function entry(n) {
  const item = make("li");
  const link = make("a", "spot");
  const type = data.types[data.type[n]];
  link.href = `/incidents/${encodeURIComponent(data.id[n])}`;
  link.dataset.entry = "";
  link.dataset.n = n;
  const title = make("span", "spot-title");
  title.append(sign(groups[groupOf[data.type[n]]]), make("span", "", words.types[type]?.[0] ?? type));
  const facts = make("span", "spot-facts");
  const day = make("span", "", daysOf(n));
  if (data.first[n] !== null) day.title = hijri(data.last[n], words.lang);
  const place = make("bdi", "spot-place", nameOf(data.place[n]));
  facts.append(place, day);
  if (data.killed[n]) facts.append(make("span", "spot-toll", toll(n)));
  if (data.contested[n]) facts.append(make("span", "chip small contested", words.contested));
  if (data.reviews[data.review[n]] !== "unreviewed") {
    facts.append(make("span", `chip small ${data.reviews[data.review[n]]}`, words.reviews[data.reviews[data.review[n]]]));
  }
  link.append(title, facts);
  item.append(link);
  return item;
}

function fillList() {
  seen = view ? all.filter((n) => data.place[n] >= 0 && view.visible[data.place[n]]) : all;
  const unplaced = all.filter((n) => data.place[n] < 0).length;
  const focused = document.activeElement?.dataset?.n;
  list.replaceChildren(...seen.slice(0, state.shown).map(entry));
  if (focused !== undefined) list.querySelector(`[data-n="${focused}"]`)?.focus({ preventScroll: true });
  head.textContent = many(seen.length);
  rest.textContent = unplaced ? put(words.unplaced, { n: unplaced.toLocaleString("en") }) : "";
  rest.hidden = !unplaced;
  more.hidden = seen.length <= state.shown;
  island.querySelector("[data-map-none]").hidden = seen.length > 0;
}

function fillMap() {
  if (!view) return;
  const counts = new Array(data.places.length).fill(null);
  for (const n of all) {
    const place = data.place[n];
    if (place < 0) continue;
    counts[place] ??= new Array(groups.length).fill(0);
    counts[place][groupOf[data.type[n]]] += 1;
  }
  view.show(counts);
}

function look() {
  if (view) view.visible = view.seen();
  fillList();
}
let looked = 0;
const lookSoon = () => { clearTimeout(looked); looked = setTimeout(look, 60); };

function days() {
  const parts = [state.from, state.until];
  const named = (day, how) => how(day, words.lang);
  const [least, most] = timeline ? timeline.span() : parts;
  const [a, b] = [state.from ?? least, state.until ?? most];
  readout.replaceChildren();
  if (a === null || a === undefined) return;
  const main = make("span", "", put(words.shown, { n: many(all.length), a: named(a, gregorian), b: named(b, gregorian) }));
  readout.append(main, make("span", "soft", `${named(a, hijri)} – ${named(b, hijri)}`));
}

// The address says which days are shown, so that the view can be shared and other pages show the same.
function keepAddress() {
  const keep = (address) => {
    const url = new URL(address, location.href);
    for (const [name, day] of [["since", state.from], ["until", state.until]]) {
      if (day === null) url.searchParams.delete(name);
      else url.searchParams.set(name, isoOf(day));
    }
    return url;
  };
  history.replaceState(history.state, "", keep(location.href));
  for (const [name, day] of [["since", state.from], ["until", state.until]]) {
    const field = document.getElementById(`ask-${name}`);
    if (field) field.value = day === null ? "" : isoOf(day);
  }
  document.querySelectorAll("[data-same-days]").forEach((link) => { link.href = keep(link.href).href; });
}

let asked = 0;
function changed() {
  all = kept();
  state.shown = AT_ONCE;
  days();
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(() => { fillMapSoon(); fillList(); });
}
// The map is asked at most eight times a second, and always once more at the end.
let drawn = 0;
let waiting = 0;
function fillMapSoon() {
  const due = drawn + 120 - performance.now();
  clearTimeout(waiting);
  if (due > 0) waiting = setTimeout(fillMapSoon, due);
  else { drawn = performance.now(); fillMap(); }
}
let addressed = 0;
const timeline = drawTimeline(island.querySelector("[data-timeline]"), {
  words, days: data.last,
  onBrush(from, until) {
    if (from === state.from && until === state.until) return;
    [state.from, state.until] = [from, until];
    changed();
    clearTimeout(addressed);
    addressed = setTimeout(() => { keepAddress(); announce(from === null ? words.cleared : readout.firstChild.textContent); }, 350);
  },
});

// What a place is, and what is said to have happened there.
function card(numbers) {
  const box = make("div", "spot-card");
  const here = all.filter((n) => numbers.includes(data.place[n]));
  const [first] = numbers;
  const [, , , , precision, km, area] = data.places[first];
  box.append(make("h3", "", [...new Set(numbers.map(nameOf))].slice(0, 3).join(words.lang === "ar" ? "، " : ", ")));
  const wide = precision === "governorate" || precision === "country";
  box.append(make("p", "soft", put(wide ? words.area : words.circle, { precision: words.precisions[precision], km })));
  if (wide && view.base.byKey.get(area)?.properties.x) box.append(make("p", "soft", words.approximate));
  const items = make("ol", "plain");
  const fill = (until) => items.append(...here.slice(items.children.length, until).map(entry));
  fill(6);
  box.append(items);
  if (here.length > 6) {
    const button = make("button", "button small", put(words.all, { n: here.length.toLocaleString("en") }));
    button.type = "button";
    button.addEventListener("click", () => {
      const before = items.children.length;
      fill(before + AT_ONCE);
      button.hidden = items.children.length === here.length;
      items.children[before].querySelector("a").focus();
    });
    box.append(button);
  }
  return box;
}

list.addEventListener("focusin", (event) => {
  const n = Number(event.target.closest("[data-n]")?.dataset.n);
  if (Number.isNaN(n) || !view || data.place[n] < 0) return;
  view.light(data.place[n]);
});
list.addEventListener("focusout", () => view?.light(null));
list.addEventListener("pointerover", (event) => {
  const n = Number(event.target.closest("[data-n]")?.dataset.n);
  if (!Number.isNaN(n) && view && data.place[n] >= 0) view.light(data.place[n]);
});
list.addEventListener("pointerleave", () => view?.light(null));
list.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a.spot")];
  const at = links.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to !== undefined && links[to]) {
    event.preventDefault();
    links[to].focus();
  } else if (event.key === " " && at >= 0 && view) {
    event.preventDefault();
    const place = data.place[Number(links[at].dataset.n)];
    if (place >= 0) view.reach(place, true);
  }
});
more.addEventListener("click", () => {
  const before = state.shown;
  state.shown += AT_ONCE * 2;
  fillList();
  list.children[before]?.querySelector("a")?.focus();
});
island.querySelectorAll("[data-group]").forEach((box) => box.addEventListener("change", () => {
  const group = groups.indexOf(box.dataset.group);
  if (box.checked) state.off.delete(group);
  else state.off.add(group);
  changed();
  timeline?.fill(data.last.map((day, n) => (state.off.has(groupOf[data.type[n]]) ? null : day)));
}));
// Another question is another page; the part of the world stays.
const asking = document.getElementById("asking");
asking?.addEventListener("submit", () => { asking.action = `/incidents/map${location.hash}`; });
asking?.addEventListener("change", (event) => { if (event.target.matches("[data-asks]")) asking.requestSubmit(); });
island.querySelector("[data-grain]")?.addEventListener("change", (event) => timeline?.by(event.target.value));
island.querySelector("[data-clear]")?.addEventListener("click", () => timeline?.clear());

island.querySelector("[data-time]").hidden = !timeline;
if (timeline) {
  const box = island.querySelector("[data-grain]");
  box.value = timeline.grain;
  const since = island.dataset.since ? dayOf(island.dataset.since) : null;
  const until = island.dataset.until ? dayOf(island.dataset.until) : null;
  if (since !== null || until !== null) {
    if ((until ?? timeline.span()[1]) - (since ?? timeline.span()[0]) <= 95 && timeline.grain !== "day") { timeline.by("day"); box.value = "day"; }
    timeline.set(since, until);
  }
}
days();
fillList();

try {
  const used = data.places.filter((place, number) => data.place.includes(number));
  view = await drawMap(island.querySelector("[data-map-box]"), {
    words, groups, places: data.places, tiles: island.dataset.tiles, onMove: lookSoon,
    onPlaces(numbers, point) {
      if (!numbers.length) { view.light(null); return; }
      view.light(numbers[0]);
      view.open(card(numbers), numbers[0], point).on("close", () => view.light(null));
    },
  });
  view.visible = [];
  island.querySelector("[data-whole]")?.addEventListener("click", () => view.whole());
  fillMap();
  look();
  island.dataset.ready = used.length;
  island.sijill = { view, data, timeline, state, kept: () => all, seen: () => seen }; // for tests and for those who look under the hood
} catch (error) {
  const told = island.querySelector("[data-map-failed]");
  told.textContent = put(words.failed, { why: error.message ?? String(error) });
  told.hidden = false;
  island.dataset.ready = "failed";
}
