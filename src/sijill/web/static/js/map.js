// A map of incidents: `drawMap(box, options)` gives what the page does with it. Needs nothing from another host.
import * as maplibre from "../vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
import { areasOf, assets, colours, onTheme, repaint as repaintBase, style } from "./map/basemap.js";
import { LAYERS, addLayers, extent, light, middle, repaint, update } from "./map/incidents.js";

const REGION = [[-18, -5], [76, 44]];

export function bounds(places) {
  const found = new maplibre.LngLatBounds();
  places.forEach(([, , lon, lat]) => found.extend([lon, lat]));
  return found.isEmpty() ? new maplibre.LngLatBounds(REGION) : found;
}

// The bounds of a place as large as it is drawn.
export function boundsOf(base, place) {
  const found = new maplibre.LngLatBounds();
  extent(base, place).coordinates.flat(place[4] === "governorate" || place[4] === "country" ? 2 : 1).forEach((point) => found.extend(point));
  return found;
}

// A map with the shipped outlines; `hash` keeps its part of the world in the address.
export async function baseMap(box, { words, groups, tiles = "", hash = false, cooperative = false, view = {} }) {
  const base = await assets();
  const rtl = document.documentElement.dir === "rtl";
  const map = new maplibre.Map({
    container: box, style: style(base, words.lang, colours(groups), tiles), bounds: REGION, minZoom: 1, maxZoom: 12, hash, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, fadeDuration: 120, cooperativeGestures: cooperative, maplibreLogo: false, ...view,
    locale: {
      "NavigationControl.ZoomIn": words.zoom_in, "NavigationControl.ZoomOut": words.zoom_out, "Map.Title": words.map, "Popup.Close": words.close,
      "CooperativeGesturesHandler.WindowsHelpText": words.gestures, "CooperativeGesturesHandler.MacHelpText": words.gestures_mac,
      "CooperativeGesturesHandler.MobileHelpText": words.gestures_touch ?? words.gestures,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), rtl ? "top-left" : "top-right");
  map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: "Natural Earth · GeoNames" }), rtl ? "bottom-left" : "bottom-right");
  await map.once("load");
  return { map, base };
}

export async function drawMap(box, { words, groups, places, tiles, onPlaces, onMove }) {
  const { map, base } = await baseMap(box, { words, groups, tiles, hash: "map" });
  addLayers(map, groups, colours(groups));
  onTheme(() => {
    const colour = colours(groups);
    repaintBase(map, colour);
    repaint(map, groups, colour);
  });
  const whole = (duration = 500) => map.fitBounds(bounds(places), { padding: 40, maxZoom: 7.5, duration });
  if (!/[#&]map=/.test(location.hash)) whole(0);

  const at = (point) => map.queryRenderedFeatures([[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]], { layers: [...LAYERS, "sign-spot", "sign-area"] });
  // The places that something drawn stands for: an area of the base map stands for those that are known to it.
  const byArea = new Map();
  places.forEach((place, number) => {
    if (place[4] !== "governorate" && place[4] !== "country") return;
    for (const area of areasOf(base, place[6])) byArea.set(`${place[4]} ${area.id}`, [...(byArea.get(`${place[4]} ${area.id}`) ?? []), number]);
  });
  const meantBy = (one) => ("at" in one.properties ? [one.properties.at] : (byArea.get(`${one.layer.id.replace("incident-", "")} ${one.id}`) ?? []));
  map.on("click", async (event) => {
    const found = at(event.point);
    const cluster = found.find((one) => one.properties.point_count);
    if (cluster) {
      const zoom = await map.getSource("spots").getClusterExpansionZoom(cluster.properties.cluster_id);
      map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.max(zoom, map.getZoom() + 1) });
      return;
    }
    // What is precise lies over what is wide: only the finest is meant.
    const order = ["site", "town", "district", "governorate", "country"];
    const ranked = found.flatMap(meantBy).sort((a, b) => order.indexOf(places[a][4]) - order.indexOf(places[b][4]));
    const finest = ranked.filter((number) => order.indexOf(places[number][4]) < 2);
    onPlaces([...new Set(finest.length ? finest : ranked.slice(0, 1))], event.lngLat);
  });
  let pointed = 0;
  map.on("mousemove", (event) => {
    if (pointed || map.isMoving()) return;
    pointed = requestAnimationFrame(() => {
      pointed = 0;
      map.getCanvas().style.cursor = at(event.point).length ? "pointer" : "";
    });
  });
  map.on("moveend", () => onMove());

  const middles = places.map((place) => middle(base, place));
  let popup = null;
  return {
    map,
    base,
    whole,
    show: (counts) => update(map, base, places, counts),
    light: (number) => light(map, base, number === null ? null : places[number]),
    // Moves so that a place is seen, if it is not.
    reach(number, near = false) {
      const place = places[number];
      const box = boundsOf(base, place);
      const seen = map.getBounds();
      const point = middle(base, place);
      if (near) map.fitBounds(box, { padding: 60, maxZoom: 8.5, duration: 500 });
      else if (!seen.contains(point)) map.easeTo({ center: point, duration: 350 });
    },
    // A small window at a place, or at a point.
    open(content, number, point) {
      popup?.remove();
      const place = places[number];
      popup = new maplibre.Popup({ maxWidth: "20rem", focusAfterOpen: true, closeOnMove: false })
        .setLngLat(point ?? middle(base, place)).setDOMContent(content).addTo(map);
      // The map makes room for all of it.
      const [inner, outer] = [popup.getElement().getBoundingClientRect(), box.getBoundingClientRect()];
      const beyond = (low, high, least, most) => Math.min(0, low - least - 8) + Math.max(0, high - most + 8);
      const by = [beyond(inner.left, inner.right, outer.left, outer.right), beyond(inner.top, inner.bottom, outer.top, outer.bottom)];
      if (by[0] || by[1]) map.panBy(by, { duration: 250 });
      return popup;
    },
    // Which places are on this part of the map.
    seen() {
      const box = map.getBounds();
      return middles.map((point) => box.contains(point));
    },
  };
}
