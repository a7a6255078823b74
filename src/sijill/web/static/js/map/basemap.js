// The base map: outlines and names that ship with the program, as a MapLibre style. Colours are CSS tokens of map.css.
import "../../vendor/topojson-client-3.1.0/topojson-client.min.js";

const here = (path) => new URL(`../../${path}`, import.meta.url).href;
const json = async (path) => {
  const answer = await fetch(here(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};

let kept;
// Outlines, lines and names, fetched and decoded once for a page.
export const assets = () => (kept ??= load());

async function load() {
  const [world, labels] = await Promise.all([json("basemap/world.topo.json"), json("basemap/labels.json")]);
  const areas = self.topojson.feature(world, world.objects.areas);
  const lines = self.topojson.feature(world, world.objects.lines);
  const byKey = new Map();
  const byCountry = new Map();
  areas.features.forEach((area, number) => {
    area.id = number;
    if (area.properties.k) byKey.set(area.properties.k, area);
    const land = byCountry.get(area.properties.c) ?? [];
    byCountry.set(area.properties.c, [...land, area]);
  });
  const middles = new Map([...labels.provinces, ...labels.countries].map((label) => [label[5], [label[2], label[3]]]));
  return { areas, lines, labels, byKey, byCountry, middles };
}

// The areas that a place without a point of its own is drawn as: a division, or all of a country.
export const areasOf = (base, area) => (area?.includes("/") ? [base.byKey.get(area)].filter(Boolean) : (base.byCountry.get(area) ?? []));

const TOKENS = [
  "sea", "land", "coast", "border", "disputed", "province", "approximate", "name-country", "name-province", "name-town", "halo", "cluster",
  "cluster-ink", "lit", "lit-ring", "area",
];
// The colours in force, light or dark, as the browser resolves the tokens.
export function colours(groups) {
  const probe = document.createElement("span");
  document.body.append(probe);
  const of = (token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(TOKENS.map((name) => [name, of(`--map-${name}`)]));
  found.groups = groups.map((name) => of(`--g-${name}`));
  probe.remove();
  return found;
}

const ARABIC = ["U+0600-06FF", "U+0750-077F", "U+08A0-08FF", "U+FB50-FDFF", "U+FE70-FEFC"];
const face = (weight) => [
  { url: here(`fonts/ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`), "unicode-range": ARABIC },
  { url: here(`fonts/ibm-plex-sans-arabic-latin-${weight}-normal.woff2`) },
];
export const REGULAR = ["Desk"];
export const BOLD = ["Desk Bold"];

const points = (labels, lang, kind) => ({
  type: "FeatureCollection",
  features: labels.map(([en, ar, lon, lat, size], rank) => ({
    type: "Feature", properties: { name: lang === "ar" ? ar : en, size, rank, kind }, geometry: { type: "Point", coordinates: [lon, lat] },
  })),
});

const written = (id, filter, zoom, size, font, token, extra = {}) => ({
  id, type: "symbol", source: "names", filter: ["all", ["==", ["get", "kind"], id.replace("name-", "")], ...filter], ...zoom,
  layout: { "text-field": ["get", "name"], "text-font": font, "text-size": size, "text-max-width": 7, "text-padding": 6,
    "symbol-sort-key": ["get", "rank"], ...extra },
  paint: { "text-color": token, "text-halo-color": "halo", "text-halo-width": 1.4 },
});

const line = (id, kind, token, width, dashes, more = {}) => ({
  id, type: "line", source: "lines", filter: ["==", ["get", "k"], kind],
  layout: { "line-join": "round", "line-cap": dashes ? "butt" : "round" },
  paint: { "line-color": token, "line-width": width, ...(dashes ? { "line-dasharray": dashes } : {}) }, ...more,
});

const by = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];

// Layers of the base map with the names of tokens where colours go.
const LAYERS = [
  { id: "sea", type: "background", paint: { "background-color": "sea" } },
  { id: "land", type: "fill", source: "areas", paint: { "fill-color": "land", "fill-antialias": false } },
  line("line-approximate", "approximate", "approximate", by(4, 0.4, 8, 1.2), [1, 2.2], { minzoom: 5 }),
  line("line-province", "province", "province", by(3, 0.3, 8, 1.4), null, { minzoom: 3.6 }),
  line("line-coast", "coast", "coast", by(2, 0.5, 8, 1.1), null),
  line("line-border", "border", "border", by(2, 0.6, 8, 1.8), null),
  line("line-disputed", "disputed", "disputed", by(2, 0.7, 8, 1.7), [2.4, 2]),
];
const NAMES = [
  written("name-town", [[">=", ["get", "size"], ["interpolate", ["linear"], ["zoom"], 4.5, 900, 6, 200, 7.5, 40, 9, 15]]], { minzoom: 4.8 },
    by(5, 10.5, 9, 13), REGULAR, "name-town"),
  written("name-province", [[">=", ["get", "size"], ["interpolate", ["linear"], ["zoom"], 4.6, 6, 6, 0.6, 7.2, 0]]], { minzoom: 4.6 },
    by(4.6, 10, 8, 13.5), REGULAR, "name-province", { "text-anchor": "bottom", "text-offset": [0, -0.5] }),
  written("name-country", [[">=", ["get", "size"], ["interpolate", ["linear"], ["zoom"], 2, 14, 4, 2.5, 5.5, 0]]], { maxzoom: 7.5 }, ["interpolate", ["linear"], ["zoom"], 2, ["case", [">", ["get", "size"], 60], 11.5, 9.5], 6, 17],
    BOLD, "name-country", { "text-anchor": "bottom", "text-offset": [0, -0.5] }),
];

const COLOURED = /-color$/;
const coloured = (layer, colour) => ({
  ...layer, paint: Object.fromEntries(Object.entries(layer.paint).map(([key, value]) => [key, COLOURED.test(key) ? (colour[value] ?? value) : value])),
});

// A style of the base map. `tiles` is the address of a tile server's tiles ({z}/{x}/{y}), drawn under the lines; "" for none.
export function style(base, lang, colour, tiles = "") {
  const names = {
    type: "FeatureCollection",
    features: ["country", "province", "town"].flatMap((kind) => points(base.labels[kind === "country" ? "countries" : `${kind}s`], lang, kind).features),
  };
  const layers = [...LAYERS, ...NAMES].map((layer) => coloured(layer, colour));
  const sources = {
    areas: { type: "geojson", data: base.areas, tolerance: 0.2, maxzoom: 9 },
    lines: { type: "geojson", data: base.lines, tolerance: 0.2, maxzoom: 9 },
    names: { type: "geojson", data: names },
  };
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
    layers.splice(2, 0, { id: "tiles", type: "raster", source: "tiles" });
  }
  return { version: 8, "font-faces": { [REGULAR[0]]: face(400), [BOLD[0]]: face(600) }, sources, layers, transition: { duration: 0, delay: 0 } };
}

// Puts other colours on a map that is drawn, when light becomes dark.
export function repaint(map, colour) {
  for (const layer of [...LAYERS, ...NAMES]) {
    for (const [key, value] of Object.entries(coloured(layer, colour).paint)) if (COLOURED.test(key)) map.setPaintProperty(layer.id, key, value);
  }
}

// Calls back when light becomes dark or the reverse.
export function onTheme(call) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", call);
  new MutationObserver(call).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}
