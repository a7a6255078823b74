// Incidents on the map, by precision: a site or a town is a circle of its uncertainty, a district a dashed one, a governorate
// and a country an area. Places near one another become a number while the map is small. Nothing is ever a pin.
import { BOLD, areasOf } from "./basemap.js";
import { circle, picture, pixels, radius } from "./shapes.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const CLUSTER_UNTIL = 7;
const FLAT = ["site", "town"];
const among = (ids) => ["in", ["id"], ["literal", ids]];
const NO_AREA = among([-1]);
export const LAYERS = ["incident-site", "incident-town", "incident-district", "incident-governorate", "incident-country", "clusters"];

const byGroup = (colour, property = ["get", "g"]) => ["match", property, ...colour.groups.flatMap((c, n) => [n, c]), colour.groups.at(-1)];
const count = { "text-font": BOLD, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true };

// Adds the sources and layers; `update` fills them.
export function addLayers(map, groups, colour) {
  groups.forEach((name, n) => {
    map.addImage(`sign-${n}`, picture(name, colour.groups[n], colour.halo), { pixelRatio: 2 });
  });
  map.addSource("spots", {
    type: "geojson", data: EMPTY, cluster: true, clusterRadius: 30, clusterMaxZoom: CLUSTER_UNTIL, clusterMinPoints: 2,
    clusterProperties: { n: ["+", ["get", "n"]] },
  });
  map.addSource("wide", { type: "geojson", data: EMPTY });
  map.addSource("held", { type: "geojson", data: EMPTY });
  map.addSource("lit", { type: "geojson", data: EMPTY });
  const below = "name-town";
  const add = (layer, before) => map.addLayer(layer, before);
  // Areas are those of the base map: only which of them is asked anew, so that no outline is sent twice. They are the largest of
  // what is drawn, so they are plain: a pattern over the whole screen took as long as all else where no graphics card helps.
  add({ id: "incident-country", type: "fill", source: "areas", filter: NO_AREA, paint: { "fill-color": colour.area, "fill-opacity": 0.05, "fill-antialias": false } }, below);
  add({ id: "incident-governorate", type: "fill", source: "areas", filter: NO_AREA, paint: { "fill-color": colour.area, "fill-opacity": 0.1, "fill-antialias": false } }, below);
  add({ id: "incident-area-line", type: "line", source: "areas", filter: NO_AREA, paint: { "line-color": colour.area, "line-width": 1.1, "line-opacity": 0.8 } }, below);
  add({ id: "incident-district", type: "fill", source: "wide", minzoom: 5.2, paint: { "fill-color": byGroup(colour), "fill-opacity": 0.09, "fill-antialias": false } }, below);
  add({ id: "incident-district-line", type: "line", source: "wide", minzoom: 5.2, paint: { "line-color": byGroup(colour), "line-width": 1.7, "line-dasharray": [3, 2] } }, below);
  for (const p of FLAT) {
    add({
      id: `incident-${p}`, type: "circle", source: "spots", filter: ["all", ["!", ["has", "point_count"]], ["==", ["get", "p"], p]],
      paint: { "circle-radius": radius(p === "site" ? 7 : 9), "circle-color": byGroup(colour), "circle-opacity": 0.11,
        "circle-stroke-color": byGroup(colour), "circle-stroke-width": p === "site" ? 2 : 1.5, "circle-pitch-alignment": "map" },
    });
  }
  const sign = (id, source, filter, overlap = true, minzoom = 0) => add({
    id, type: "symbol", source, filter, minzoom,
    layout: { ...count, "icon-image": ["concat", "sign-", ["get", "g"]], "icon-size": 0.72, "icon-allow-overlap": overlap, "text-allow-overlap": overlap, "icon-ignore-placement": true, "text-ignore-placement": true,
      "text-field": ["case", [">", ["get", "n"], 1], ["to-string", ["get", "n"]], ""], "text-offset": [0, 0.95], "text-anchor": "top", "text-optional": true,
      "symbol-sort-key": ["-", ["get", "n"]] },
    paint: { "text-color": byGroup(colour), "text-halo-color": colour.halo, "text-halo-width": 1.6 },
  });
  sign("sign-spot", "spots", ["!", ["has", "point_count"]]);
  sign("sign-area", "held", ["has", "n"], false, 4.4);
  add({
    id: "clusters", type: "circle", source: "spots", filter: ["has", "point_count"],
    paint: { "circle-color": colour.cluster, "circle-opacity": 0.92, "circle-stroke-color": colour.halo, "circle-stroke-width": 2,
      "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 12, 10, 19, 50, 32] },
  });
  add({ id: "cluster-count", type: "symbol", source: "spots", filter: ["has", "point_count"],
    layout: { ...count, "text-field": ["to-string", ["get", "n"]] }, paint: { "text-color": colour["cluster-ink"] } });
  add({ id: "lit-line", type: "line", source: "lit", paint: { "line-color": colour["lit-ring"], "line-width": 4 } });
  add({ id: "lit-fill", type: "fill", source: "lit", paint: { "fill-color": colour.lit, "fill-opacity": 0.25 } }, "lit-line");
}

// Other colours on what is drawn.
export function repaint(map, groups, colour) {
  groups.forEach((name, n) => {
    map.updateImage(`sign-${n}`, picture(name, colour.groups[n], colour.halo));
  });
  const set = (layer, values) => Object.entries(values).forEach(([key, value]) => map.setPaintProperty(layer, key, value));
  const group = byGroup(colour);
  for (const p of FLAT) set(`incident-${p}`, { "circle-color": group, "circle-stroke-color": group });
  set("incident-district", { "fill-color": group });
  set("incident-district-line", { "line-color": group });
  for (const id of ["incident-governorate", "incident-country"]) set(id, { "fill-color": colour.area });
  set("incident-area-line", { "line-color": colour.area });
  for (const id of ["sign-spot", "sign-area"]) set(id, { "text-color": group, "text-halo-color": colour.halo });
  set("clusters", { "circle-color": colour.cluster, "circle-stroke-color": colour.halo });
  set("cluster-count", { "text-color": colour["cluster-ink"] });
  set("lit-line", { "line-color": colour["lit-ring"] });
  set("lit-fill", { "fill-color": colour.lit });
}

const feature = (geometry, properties, id) => ({ type: "Feature", id, properties, geometry });

// The geometry of one place: its area, or the circle within which the event may lie.
export function extent(base, place) {
  const [, , lon, lat, precision, km, area] = place;
  if (precision === "governorate" || precision === "country") {
    const areas = areasOf(base, area);
    if (areas.length) return { type: "MultiPolygon", coordinates: areas.flatMap(({ geometry: g }) => (g.type === "Polygon" ? [g.coordinates] : g.coordinates)) };
  }
  return circle([lon, lat], km);
}

// Draws the counts of places: `counts` has for each place the number of incidents of each group.
export function update(map, base, places, counts) {
  const spots = [];
  const wide = [];
  const held = [];
  const areas = { governorate: [], country: [] };
  places.forEach((place, number) => {
    const groups = counts[number];
    if (!groups) return;
    const n = groups.reduce((a, b) => a + b, 0);
    const g = groups.indexOf(Math.max(...groups));
    const [, , lon, lat, p, km, area] = place;
    const facts = { at: number, n, g, p };
    if (areas[p]) {
      const shapes = areasOf(base, area);
      if (shapes.length) areas[p].push(...shapes.map((shape) => shape.id));
      else wide.push(feature(circle([lon, lat], km), facts));
      held.push(feature({ type: "Point", coordinates: middle(base, place) }, facts));
      return;
    }
    if (p === "district") wide.push(feature(circle([lon, lat], km), facts));
    spots.push(feature({ type: "Point", coordinates: [lon, lat] }, { ...facts, r: pixels(lat, km) }));
  });
  const set = (name, features) => map.getSource(name).setData({ type: "FeatureCollection", features });
  const drawn = (drawnBefore.get(map) ?? drawnBefore.set(map, {}).get(map));
  const once = (name, words, call) => {
    if (drawn[name] === words) return;
    drawn[name] = words;
    call();
  };
  const told = (features) => features.map(({ properties: { at, g, n } }) => `${at} ${g} ${n}`).join();
  once("spots", told(spots), () => set("spots", spots));
  once("held", told(held), () => set("held", held));
  once("wide", wide.map((one) => `${one.properties.at} ${one.properties.g}`).join(), () => set("wide", wide));
  once("governorate", areas.governorate.join(), () => ["incident-governorate", "incident-area-line"].forEach((id) => map.setFilter(id, among(areas.governorate))));
  once("country", areas.country.join(), () => map.setFilter("incident-country", among(areas.country)));
}
const drawnBefore = new WeakMap(); // what each map draws: nothing is sent to it twice

// Where a place's name and number stand: in the middle of its area, or at its point.
export function middle(base, [, , lon, lat, precision, , area]) {
  return precision === "governorate" || precision === "country" ? (base.middles.get(area) ?? [lon, lat]) : [lon, lat];
}

// Lights one place up, or none.
export function light(map, base, place) {
  map.getSource("lit")?.setData(place ? { type: "FeatureCollection", features: [feature(extent(base, place), {})] } : EMPTY);
}
