// A small map of one place, and the picking of another: every [data-map] of a page.
//
//   <div data-map data-lat data-lon data-precision data-country data-admin1 data-name [data-pick="id of an input"]></div>
//
// With `data-pick` a button lets a person pick another place: it emits `place-picked` (bubbling) with {id, name, precision, lat,
// lon, …} of the gazetteer, and puts the id into the input that `data-pick` names, if it names one.
import { announce } from "./desk.js";
import { areasOf, colours, onTheme, repaint as repaintBase } from "./map/basemap.js";
import { extent, middle } from "./map/incidents.js";
import { hatch } from "./map/shapes.js";
import { baseMap, boundsOf } from "./map.js";

const words = await fetch(`/incidents/map/words.json?lang=${document.documentElement.lang}`).then((answer) => answer.json());
const put = (said, values) => said.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const make = (name, className = "", text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};
const WIDE = ["governorate", "country"];
// A place as the columns of the map have it.
const asPlace = ({ name = "", lon, lat, precision, country, admin1, area }) => {
  const of = area ?? (precision === "country" ? country : admin1 ? `${country}/${admin1}` : null);
  return [name, name, Number(lon), Number(lat), precision, words.km[precision] ?? 300, of];
};

function note(place, base) {
  const [, , , , precision, km, area] = place;
  const said = [put(WIDE.includes(precision) ? words.area : words.circle, { precision: words.precisions[precision] ?? precision, km })];
  if (WIDE.includes(precision) && areasOf(base, area).some((one) => one.properties.x)) said.push(words.approximate);
  return said.join("; ");
}

async function draw(host) {
  const box = make("div", "map-box");
  host.classList.add("place-map");
  host.setAttribute("role", "region");
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
    map.fitBounds(boundsOf(base, place), { padding: 48, maxZoom: 7.2, duration });
    said.textContent = note(place, base);
  };
  show(0);
  host.sijill = { map, base, middle: () => (place ? middle(base, place) : null) };
  if (host.dataset.pick !== undefined) picker(host, map, said, (chosen) => { place = asPlace(chosen); show(400); });
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

// Draws every map of a part of a page that has none yet.
export function drawPlaces(within) {
  for (const host of within.querySelectorAll("[data-map]:not([data-drawn])")) {
    host.dataset.drawn = "1";
    draw(host).catch((error) => {
      host.dataset.ready = "failed";
      host.replaceChildren(make("p", "notice warn", put(words.failed, { why: error.message ?? String(error) })));
    });
  }
}
drawPlaces(document);
document.addEventListener("htmx:load", (event) => drawPlaces(event.target.parentElement ?? document));
