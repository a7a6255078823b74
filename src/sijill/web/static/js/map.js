// A map of incidents: `drawMap(box, options)` gives what the page does with it. Needs nothing from another host.
import * as maplibre from "../vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
import { assets, colours, onTheme, repaint as repaintBase, style } from "./map/basemap.js";
import { LAYERS, addLayers, extent, light, repaint, update } from "./map/incidents.js";

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
    dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, cooperativeGestures: cooperative, maplibreLogo: false, ...view,
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
  map.on("click", async (event) => {
    const found = at(event.point);
    const cluster = found.find((one) => one.properties.point_count);
    if (cluster) {
      const zoom = await map.getSource("spots").getClusterExpansionZoom(cluster.properties.cluster_id);
      map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.max(zoom, map.getZoom() + 1) });
      return;
    }
    // What is precise lies over what is wide: only the finest is meant.
    const order = ["site", "town", "district", "governorate-sign", "governorate", "country-sign", "country"];
    const ranked = found.filter((one) => "at" in one.properties).sort((a, b) => order.indexOf(a.properties.p) - order.indexOf(b.properties.p));
    const finest = ranked.filter((one) => order.indexOf(one.properties.p) < 2);
    const meant = finest.length ? finest : ranked.slice(0, 1);
    onPlaces([...new Set(meant.map((one) => one.properties.at))], event.lngLat);
  });
  map.on("mousemove", (event) => { map.getCanvas().style.cursor = at(event.point).length ? "pointer" : ""; });
  map.on("moveend", () => onMove());

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
      const point = place[6] && (place[4] === "governorate" || place[4] === "country") ? (base.middles.get(place[6]) ?? [place[2], place[3]]) : [place[2], place[3]];
      if (near) map.fitBounds(box, { padding: 60, maxZoom: 8.5, duration: 500 });
      else if (!seen.contains(point)) map.easeTo({ center: point, duration: 350 });
    },
    // A small window at a place, or at a point.
    open(content, number, point) {
      popup?.remove();
      const place = places[number];
      const wide = place[4] === "governorate" || place[4] === "country";
      popup = new maplibre.Popup({ maxWidth: "20rem", focusAfterOpen: true, closeOnMove: false })
        .setLngLat(point ?? (wide ? (base.middles.get(place[6]) ?? [place[2], place[3]]) : [place[2], place[3]])).setDOMContent(content).addTo(map);
      return popup;
    },
    seen(number) {
      const [, , lon, lat, precision, , area] = places[number];
      const wide = precision === "governorate" || precision === "country";
      return map.getBounds().contains(wide ? (base.middles.get(area) ?? [lon, lat]) : [lon, lat]);
    },
  };
}
