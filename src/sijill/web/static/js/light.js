// Between an article and its values: look at one, and the other lights up. [data-lights] holds both:
// values are [data-key="k"], words are mark[data-keys="k …"] inside .text.
import { announce } from "./desk.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export const lights = (room) => {
  const values = new Map();
  const words = new Map();
  for (const value of room.querySelectorAll(".value[data-key]")) values.set(value.dataset.key, value);
  const order = [...room.querySelectorAll("mark[data-keys]")];
  for (const mark of order)
    for (const key of mark.dataset.keys.split(" ")) {
      if (!words.has(key)) words.set(key, []);
      words.get(key).push(mark);
    }
  let lit = [];
  let held = null;

  const light = (elements, css = "lit") => {
    for (const element of elements) { element.classList.add(css); lit.push([element, css]); }
  };
  const dark = () => {
    for (const [element, css] of lit) element.classList.remove(css);
    lit = [];
  };
  // Into sight inside its own scrolling pane; the page itself moves only when somebody chose.
  const show = (element, page) => {
    if (!element) return;
    const pane = element.closest(".paper, .values");
    const behavior = calm.matches ? "auto" : "smooth";
    if (pane && pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY === "auto") {
      const box = element.getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom) pane.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior });
    } else if (page) element.scrollIntoView({ block: "center", behavior });
  };
  const from = (element, spoken) => {
    dark();
    if (element.matches(".value")) {
      const event = element.closest("[data-event]");
      if (event) light([...event.querySelectorAll(".value[data-key]")].flatMap((v) => words.get(v.dataset.key) ?? []), "near");
      const found = words.get(element.dataset.key) ?? [];
      light(found);
      light([element]);
      show(found[0], false);
    } else {
      const found = element.dataset.keys.split(" ").map((key) => values.get(key)).filter(Boolean);
      const keys = new Set(element.dataset.keys.split(" "));
      light(order.filter((mark) => mark === element || mark.dataset.keys.split(" ").some((k) => keys.has(k) && values.get(k))));
      light(found);
      for (const value of found) value.closest("details")?.setAttribute("data-lit", "");
      if (spoken) announce(found.map((v) => v.innerText.trim()).join(" · "));
    }
  };
  const release = () => { held?.classList.remove("held"); held = null; dark(); };
  const hold = (element) => {
    const again = held === element;
    release();
    if (again) return;
    from(element, false);
    held = element;
    element.classList.add("held");
    const other = lit.find(([e, css]) => css === "lit" && e.matches(element.matches(".value") ? "mark" : ".value"));
    show(other?.[0], true);
  };
  const target = (node) => (node instanceof Element ? node.closest(".value[data-key], mark[data-keys]") : null);

  room.addEventListener("pointerover", (event) => {
    const found = target(event.target);
    if (!held && found && event.pointerType !== "touch") from(found, false);
  });
  room.addEventListener("pointerout", (event) => {
    if (held || event.pointerType === "touch" || !target(event.target)) return;
    dark();
    const focused = target(document.activeElement);
    if (focused?.matches(":focus-visible")) from(focused, false);
  });
  room.addEventListener("focusin", (event) => { const found = target(event.target); if (found && !held) from(found, true); });
  room.addEventListener("focusout", () => { if (!held) dark(); });
  room.addEventListener("click", (event) => {
    if (String(getSelection())) return; // words are being selected
    const found = target(event.target);
    if (found) hold(found);
    else if (held && !event.target.closest("button, a, summary, input, select, textarea")) release();
  });
  // The text is one stop of Tab; inside it the arrows go from mark to mark, the left one forwards.
  const text = room.querySelector(".text");
  text?.addEventListener("keydown", (event) => {
    const at = order.indexOf(document.activeElement);
    if ((event.key === "Enter" || event.key === " ") && at >= 0) { event.preventDefault(); hold(order[at]); return; }
    const to = { ArrowLeft: at + 1, ArrowRight: Math.max(at - 1, 0) }[event.key];
    if (to === undefined || !order[to] || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (held) release();
    if (at >= 0) order[at].removeAttribute("tabindex");
    order[to].tabIndex = -1;
    order[to].focus({ preventScroll: true });
    show(order[to], true);
  });
  room.addEventListener("keydown", (event) => { if (event.key === "Escape") release(); });
  // An address that points at words: /reports/x#c120
  const pointed = location.hash.startsWith("#c") ? document.getElementById(location.hash.slice(1)) : null;
  if (pointed) { hold(pointed); show(pointed, true); }
};

for (const room of document.querySelectorAll("[data-lights]")) lights(room);
