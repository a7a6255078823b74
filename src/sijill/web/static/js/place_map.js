// A small map of one place, and the picking of another: every [data-map] of a page.
//
//   <div data-map data-lat data-lon data-precision data-km data-area data-name data-pick="1"></div>
//
// Words come from the element #map-words. Picking emits `place-picked` (bubbling) with {id, name, precision, lat, lon} of the
// gazetteer; `data-pick` also names the hidden input that then holds the id.
import { announce } from "./desk.js";
import { areasOf, colours, onTheme, repaint as repaintBase } from "./map/basemap.js";
import { extent, middle } from "./map/incidents.js";
import { hatch } from "./map/shapes.js";
import { baseMap, boundsOf } from "./map.js";

const words = JSON.parse(document.getElementById("map-words").dataset.words);
const put = (said, values) => said.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const make = (name, className = "", text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};
const WIDE = ["governorate", "country"];
// A place as the columns of the map have it.
const asPlace = (facts) => [facts.name ?? "", facts.name ?? "", Number(facts.lon), Number(facts.lat), facts.precision, Number(facts.km) || 10, facts.area || null];

function note(place, base) {
  const [, , , , precision, km, area] = place;
  const said = [put(WIDE.includes(precision) ? words.area : words.circle, { precision: words.precisions[precision] ?? precision, km })];
  if (WIDE.includes(precision) && areasOf(base, area).some((one) => one.properties.x)) said.push(words.approximate);
  return said.join("; ");
}

async function draw(host) {
  const box = make("div", "map-box");
  host.classList.add("place-map");
  host.append(box);
  const placed = host.dataset.lat && host.dataset.lon && host.dataset.precision !== "none";
  let place = placed ? asPlace(host.dataset) : null;
  const { map, base } = await baseMap(box, { words, groups: words.order, tiles: host.dataset.tiles ?? "", cooperative: true });
  const colour = () => colours(words.order);
  const first = colour();
  map.addImage("hatch", hatch(first.area), { pixelRatio: 2 });
  map.addSource("place", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  const wide = ["match", ["get", "p"], WIDE, true, false];
  map.addLayer({ id: "place-area", type: "fill", source: "place", filter: wide, paint: { "fill-pattern": "hatch" } }, "name-town");
  map.addLayer({ id: "place-circle", type: "fill", source: "place", filter: ["!", wide], paint: { "fill-color": first.area, "fill-opacity": 0.14 } }, "name-town");
  map.addLayer({ id: "place-line", type: "line", source: "place", filter: ["!=", ["get", "p"], "district"], paint: { "line-color": first.area, "line-width": 2 } });
  map.addLayer({ id: "place-line-district", type: "line", source: "place", filter: ["==", ["get", "p"], "district"], paint: { "line-color": first.area, "line-width": 2, "line-dasharray": [3, 2] } });
  onTheme(() => {
    const now = colour();
    repaintBase(map, now);
    map.updateImage("hatch", hatch(now.area));
    map.setPaintProperty("place-circle", "fill-color", now.area);
    for (const id of ["place-line", "place-line-district"]) map.setPaintProperty(id, "line-color", now.area);
  });
  const said = make("p", "place-note");
  host.after(said);
  const show = (duration) => {
    if (!place) return;
    map.getSource("place").setData({ type: "Feature", properties: { p: place[4] }, geometry: extent(base, place) });
    map.fitBounds(boundsOf(base, place), { padding: 28, maxZoom: 8, duration });
    said.textContent = note(place, base);
  };
  show(0);
  host.sijill = { map, base, middle: () => (place ? middle(base, place) : null) };
  if (host.dataset.pick) picker(host, map, said, (chosen) => { place = asPlace(chosen); show(400); });
  host.dataset.ready = "1";
}

function picker(host, map, said, choose) {
  const button = make("button", "button small", words.pick);
  button.type = "button";
  const choices = make("div", "place-choices");
  choices.setAttribute("role", "group");
  said.after(button, choices);
  const stop = () => {
    host.classList.remove("picking");
    choices.replaceChildren();
  };
  button.addEventListener("click", () => {
    host.classList.add("picking");
    said.textContent = words.picking;
    announce(words.picking);
    map.getCanvas().focus();
  });
  const ask = async ({ lat, lng }) => {
    const answer = await fetch(`/places/near?lat=${lat.toFixed(4)}&lon=${lng.toFixed(4)}`);
    const { places } = answer.ok ? await answer.json() : { places: [] };
    if (!places.length) {
      said.textContent = words.nothing_near;
      announce(words.nothing_near);
      return;
    }
    choices.replaceChildren(...places.map((found) => {
      const one = make("button", "button small");
      one.type = "button";
      one.append(make("bdi", "", found.name), make("span", "soft", `${found.kind} · ${found.within}`));
      one.addEventListener("click", () => {
        stop();
        choose(found);
        const input = document.getElementById(host.dataset.pick);
        if (input) input.value = found.id;
        announce(put(words.picked, { name: found.name }));
        host.dispatchEvent(new CustomEvent("place-picked", { bubbles: true, detail: found }));
        button.focus();
      });
      return one;
    }));
    choices.firstChild.focus();
  };
  map.on("click", (event) => host.classList.contains("picking") && ask(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (!host.classList.contains("picking")) return;
    if (event.key === "Enter") { event.preventDefault(); ask(map.getCenter()); }
    if (event.key === "Escape") stop();
  });
  choices.addEventListener("keydown", (event) => { if (event.key === "Escape") { stop(); button.focus(); } });
}

for (const host of document.querySelectorAll("[data-map]")) {
  draw(host).catch((error) => {
    host.dataset.ready = "failed";
    host.replaceChildren(make("p", "notice warn", put(words.failed, { why: error.message ?? String(error) })));
  });
}
