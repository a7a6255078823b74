// Incidents by day, week or month as bars, with a brush: by mouse, by touch, and by two handles that the arrow keys move.
// Time runs as the language is read: from right to left in Arabic.
import uPlot from "../vendor/uplot-1.6.32/uPlot.esm.js";
import { GRAINS, grainFor, gregorian, hijri } from "./days.js";
import { onTheme } from "./map/basemap.js";

const HEIGHT = 132;

const ink = (box, token) => {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  box.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
};
const element = (name, className, attributes = {}) => {
  const made = document.createElement(name);
  made.className = className;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
};

// Draws into `box`. `days` are the last days of incidents (null where none is known); `onBrush(first, last)` gets days, or two
// nulls where all are shown; `words` are those of the map.
export function drawTimeline(box, { words, days, onBrush }) {
  const lang = words.lang;
  const rtl = document.documentElement.dir === "rtl";
  const dated = days.filter((day) => day !== null);
  if (!dated.length) return null;
  const least = dated.reduce((a, b) => Math.min(a, b));
  const most = dated.reduce((a, b) => Math.max(a, b));
  let grain = grainFor(most - least);
  let first = 0; // the number of the first bin
  let counts = [];
  let plot = null;
  let range = null; // the brushed bins, both included, from 0; null for all
  let shown = days;

  const band = element("div", "brush-band");
  const veils = [element("div", "brush-veil"), element("div", "brush-veil")];
  const handles = ["from", "until"].map((end) => element("div", `brush-handle ${end}`, { role: "slider", tabindex: "0", "aria-label": words[end], "aria-orientation": "horizontal" }));
  const last = () => counts.length - 1;
  const dayFrom = (bin) => GRAINS[grain].start(first + bin);
  const dayUntil = (bin) => GRAINS[grain].start(first + bin + 1) - 1;

  function count() {
    const { bin } = GRAINS[grain];
    first = bin(least);
    counts = new Array(bin(most) - first + 1).fill(0);
    for (const day of shown) if (day !== null) counts[bin(day) - first] += 1;
  }

  function place() {
    if (!plot) return;
    const [a, b] = range ?? [0, last()];
    const edge = (bin) => plot.valToPos(bin, "x");
    const [start, end] = [edge(a - 0.5), edge(b + 0.5)];
    const [left, right] = [Math.min(start, end), Math.max(start, end)];
    const wide = plot.over.clientWidth;
    Object.assign(band.style, { left: `${left}px`, width: `${right - left}px` });
    Object.assign(veils[0].style, { left: "0", width: `${Math.max(0, left)}px` });
    Object.assign(veils[1].style, { left: `${right}px`, width: `${Math.max(0, wide - right)}px` });
    box.classList.toggle("brushed", range !== null);
    handles.forEach((handle, n) => {
      handle.style.left = `${n ? end : start}px`;
      const [bin, day] = n ? [b, dayUntil(b)] : [a, dayFrom(a)];
      handle.setAttribute("aria-valuemin", n ? a : 0);
      handle.setAttribute("aria-valuemax", n ? last() : b);
      handle.setAttribute("aria-valuenow", bin);
      handle.setAttribute("aria-valuetext", `${gregorian(day, lang)} (${hijri(day, lang)})`);
      handle.title = `${gregorian(day, lang)}\n${hijri(day, lang)}`;
    });
  }

  let asked = 0;
  function brush(next) {
    const whole = next && next[0] <= 0 && next[1] >= last();
    range = next && !whole ? [Math.max(0, next[0]), Math.min(last(), next[1])] : null;
    place();
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => (range ? onBrush(dayFrom(range[0]), dayUntil(range[1])) : onBrush(null, null)));
  }

  const binAt = (x) => {
    const box = plot.over.getBoundingClientRect();
    return Math.max(0, Math.min(last(), Math.round(plot.posToVal(Math.max(0, Math.min(box.width, x - box.left)), "x"))));
  };
  function pointers(over) {
    let anchor = null;
    over.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const handle = handles.indexOf(event.target);
      const [a, b] = range ?? [0, last()];
      anchor = handle === 0 ? b : handle === 1 ? a : binAt(event.clientX);
      over.setPointerCapture(event.pointerId);
      if (handle < 0) brush([anchor, anchor]);
      else handles[handle].focus();
      event.preventDefault();
    });
    over.addEventListener("pointermove", (event) => {
      if (anchor === null) return;
      const bin = binAt(event.clientX);
      brush([Math.min(anchor, bin), Math.max(anchor, bin)]);
    });
    const end = () => { anchor = null; };
    over.addEventListener("pointerup", end);
    over.addEventListener("pointercancel", end);
    over.addEventListener("dblclick", () => brush(null));
  }
  handles.forEach((handle, n) => handle.addEventListener("keydown", (event) => {
    const later = rtl ? "ArrowLeft" : "ArrowRight";
    const earlier = rtl ? "ArrowRight" : "ArrowLeft";
    const by = { [later]: 1, ArrowUp: 1, [earlier]: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Escape") brush(null);
    if (by === undefined) return;
    event.preventDefault();
    const [a, b] = range ?? [0, last()];
    brush(n ? [a, Math.max(a, Math.min(last(), b + by))] : [Math.min(b, Math.max(0, a + by)), b]);
  }));

  function draw() {
    plot?.destroy();
    count();
    const few = { month: { day: { day: "numeric", month: "short" }, week: { month: "short", year: "numeric" }, month: { month: "short", year: "numeric" } } }.month[grain];
    const bars = counts.map((_, n) => n);
    // The canvas is written from left to right: a day of an Arabic month is put before its month by a direction of its own.
    const written = (words) => (rtl ? `\u2067${words}\u2069` : words);
    plot = new uPlot({
      width: box.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false }, select: { show: false }, hooks: { draw: [place] }, padding: [10, 26, 0, 26],
      scales: { x: { time: false, dir: rtl ? -1 : 1, range: () => [-0.5, last() + 0.5] }, y: { range: (_, __, high) => [0, Math.max(4, high * 1.05)] } },
      axes: [
        { stroke: () => ink(box, "--soft"), grid: { show: false }, ticks: { show: false }, size: 26, gap: 4, font: "12px 'Plex Arabic', system-ui", space: 78, incrs: [1, 2, 3, 6, 7, 12, 14, 24, 30, 60, 120, 240, 480, 1200],
          values: (_, at) => at.map((bin) => (Number.isInteger(bin) && bin >= 0 && bin <= last() ? written(gregorian(dayFrom(bin), lang, few)) : "")) },
        { side: rtl ? 1 : 3, stroke: () => ink(box, "--soft"), grid: { stroke: () => ink(box, "--line"), width: 1 }, ticks: { show: false }, size: 36, gap: 6, font: "12px 'Plex Arabic', system-ui", space: 34,
          values: (_, at) => at.map((n) => (Number.isInteger(n) ? n.toLocaleString("en") : "")) },
      ],
      series: [{}, { stroke: () => ink(box, "--bar"), fill: () => ink(box, "--bar"), width: 0, paths: uPlot.paths.bars({ size: [0.86, 40, 1], gap: 0 }), points: { show: false } }],
    }, [bars, counts], box);
    plot.over.append(...veils, band, ...handles);
    plot.over.addEventListener("mousemove", (event) => {
      const bin = binAt(event.clientX);
      band.title = plot.over.title = `${GRAINS[grain].name(first + bin, lang)}: ${counts[bin].toLocaleString("en")}\n${hijri(dayFrom(bin), lang)}`;
    });
    pointers(plot.over);
  }
  draw();
  onTheme(() => plot.redraw());
  new ResizeObserver(() => {
    if (plot && box.clientWidth && plot.width !== box.clientWidth) { plot.setSize({ width: box.clientWidth, height: HEIGHT }); place(); }
  }).observe(box);

  return {
    get grain() { return grain; },
    get counts() { return counts; },
    span: () => [least, most],
    clear: () => brush(null),
    // Shows other bars; the brushed days stay, widened to whole bars.
    by(name) {
      const held = range && [dayFrom(range[0]), dayUntil(range[1])];
      grain = name;
      range = null;
      draw();
      if (held) this.set(...held);
    },
    // Brushes days; a null is an end that is open.
    set(from, until) {
      if (from === null && until === null) return brush(null);
      const { bin } = GRAINS[grain];
      return brush([from === null ? 0 : bin(from) - first, until === null ? last() : bin(until) - first]);
    },
    // The days of other incidents, in the same span.
    fill(other) {
      shown = other;
      count();
      plot.setData([counts.map((_, n) => n), counts]);
      place();
    },
  };
}
