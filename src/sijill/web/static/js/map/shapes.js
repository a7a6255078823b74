// Shapes: signs of the groups of events, circles in kilometres, and how a place is drawn by its precision.
const EARTH_KM = 6371.0088;
const WORLD_M = 40075016.686;

// One sign for each group, on a field of 16 by 16; the same on the map and in the key, so that colour is never alone.
export const SIGNS = {
  remote_violence: "M8 1l1.6 4 4-1.6L12 7.4 16 9l-4 1.4 1.6 4-4-1.7L8 16l-1.6-3.3-4 1.7 1.6-4L0 9l4-1.6L2.4 3.4l4 1.6z",
  battle: "M3.2 1L8 5.8 12.8 1 15 3.2 10.2 8l4.8 4.8-2.2 2.2L8 10.2 3.2 15 1 12.8 5.8 8 1 3.2z",
  attack: "M8 .8L15.2 8 8 15.2.8 8z",
  coercion: "M2 2h12v12H2z",
  demonstration: "M8 1.5l7.2 13H.8z",
  other: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13m0 3.2a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 0 0 0-6.6",
};

// A sign as a picture for the map.
export function picture(name, colour, halo) {
  const size = 36;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.translate(4, 4);
  pen.scale((size - 8) / 16, (size - 8) / 16);
  const path = new Path2D(SIGNS[name]);
  pen.lineJoin = "round";
  pen.lineWidth = 2.6;
  pen.strokeStyle = halo;
  pen.stroke(path);
  pen.fillStyle = colour;
  pen.fill(path, "evenodd");
  return pen.getImageData(0, 0, size, size);
}

// A hatch for areas: the event lies somewhere in it.
export function hatch(colour) {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = pen.strokeStyle = colour;
  pen.globalAlpha = 0.05;
  pen.fillRect(0, 0, size, size);
  pen.lineWidth = 1.3;
  pen.globalAlpha = 0.3;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

// A circle on the sphere, in kilometres.
export function circle([lon, lat], km, corners = 48) {
  const angle = km / EARTH_KM;
  const phi = (lat * Math.PI) / 180;
  const ring = [];
  for (let corner = 0; corner <= corners; corner += 1) {
    const bearing = (-2 * Math.PI * (corner % corners)) / corners;
    const other = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
    const turn = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * Math.sin(other));
    ring.push([lon + (turn * 180) / Math.PI, (other * 180) / Math.PI]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

// How many pixels a radius has at zoom 0: doubled by every zoom.
export const pixels = (lat, km) => (km * 1000 * 512) / (WORLD_M * Math.cos((lat * Math.PI) / 180));

// A circle's radius at every zoom, never so small that it could not be seen.
export function radius(least) {
  const stops = [];
  for (let zoom = 0; zoom <= 16; zoom += 1) stops.push(zoom, ["max", least, ["*", ["get", "r"], 2 ** zoom]]);
  return ["interpolate", ["exponential", 2], ["zoom"], ...stops];
}
