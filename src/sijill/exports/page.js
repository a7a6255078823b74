"use strict";
(() => {
  const root = document.documentElement;
  const said = document.getElementById("said");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const sheets = new WeakMap(); // section -> its values, passages by key, passages in order
  let lit = [];
  let held = null;

  const index = (section) => {
    let known = sheets.get(section);
    if (known) return known;
    known = { values: new Map(), passages: new Map(), order: [...section.querySelectorAll(".seg[tabindex]")] };
    for (const value of section.querySelectorAll(".value")) known.values.set(value.dataset.key, value);
    for (const passage of section.querySelectorAll(".seg[data-keys]"))
      for (const key of passage.dataset.keys.split(" ")) {
        if (!known.passages.has(key)) known.passages.set(key, []);
        known.passages.get(key).push(passage);
      }
    sheets.set(section, known);
    return known;
  };

  const light = (elements, css = "lit") => {
    for (const element of elements) {
      element.classList.add(css);
      lit.push([element, css]);
    }
  };
  const dark = () => {
    for (const [element, css] of lit) element.classList.remove(css);
    lit = [];
  };

  // Bring an element into sight inside its own scrolling column; never move the page under the pointer.
  const show = (element, wholePage) => {
    if (!element) return;
    const pane = element.closest(".text");
    const scrolls = pane && pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY === "auto";
    const behavior = calm.matches ? "auto" : "smooth";
    if (scrolls) {
      const box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom)
        pane.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior });
    } else if (wholePage) {
      const box = element.getBoundingClientRect();
      if (box.top < 60 || box.bottom > innerHeight) element.scrollIntoView({ block: "center", behavior });
    }
  };

  const lightFrom = (element, byKey) => {
    const section = element.closest(".sheet");
    if (!section) return;
    const known = index(section);
    dark();
    if (element.classList.contains("value")) {
      const passages = known.passages.get(element.dataset.key) || [];
      const card = element.closest("[data-event]");
      if (card) {
        const near = new Set();
        for (const [key, list] of known.passages)
          if (key.startsWith(card.dataset.event + "-")) list.forEach((p) => near.add(p));
        light(near, "of-event");
      }
      light(passages);
      light([element]);
      show(passages[0], false);
    } else {
      const values = element.dataset.keys.split(" ").map((key) => known.values.get(key)).filter(Boolean);
      light([element]);
      light(values);
      if (byKey && said) said.textContent = values.map((v) => v.innerText.trim()).join(" · ");
    }
  };

  const target = (node) => (node instanceof Element ? node.closest(".value, .sheet .seg[data-keys]") : null);

  document.addEventListener("pointerover", (event) => {
    if (held || event.pointerType === "touch") return;
    const found = target(event.target);
    if (found) lightFrom(found, false);
  });
  document.addEventListener("pointerout", (event) => {
    if (held || event.pointerType === "touch" || !target(event.target)) return;
    dark();
    const focused = target(document.activeElement);
    if (focused && focused.matches(":focus-visible")) lightFrom(focused, false);
  });
  document.addEventListener("focusin", (event) => {
    const found = target(event.target);
    if (found && !held) lightFrom(found, true);
  });
  document.addEventListener("focusout", () => { if (!held) dark(); });

  const release = () => {
    if (held) held.classList.remove("held");
    held = null;
    dark();
  };
  const hold = (element) => {
    const again = held === element;
    release();
    if (again) return;
    lightFrom(element, false);
    held = element;
    element.classList.add("held");
    const first = element.classList.contains("value") ? lit.find(([e, css]) => css === "lit" && e.classList.contains("seg")) : lit.find(([e]) => e.classList.contains("value"));
    if (first) show(first[0], true);
  };
  document.addEventListener("click", (event) => {
    const found = target(event.target);
    if (found) hold(found);
    else if (held && !(event.target instanceof Element && event.target.closest("button, a, summary"))) release();
  });

  // One stop for Tab in each text; arrows go from passage to passage in reading order (left is forward).
  const rove = (section) => {
    const { order } = index(section);
    if (order.length) order[0].tabIndex = 0;
  };
  document.querySelectorAll(".sheet").forEach(rove);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { release(); return; }
    const here = event.target instanceof Element ? event.target.closest(".sheet .seg[tabindex]") : null;
    if (!here) return;
    const { order } = index(here.closest(".sheet"));
    const at = order.indexOf(here);
    const to = { ArrowLeft: at + 1, ArrowDown: at + 1, ArrowRight: at - 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); hold(here); return; }
    if (to === undefined || !order[to]) return;
    event.preventDefault();
    if (held) release();
    here.tabIndex = -1;
    order[to].tabIndex = 0;
    order[to].focus();
    show(order[to], true);
  });

  // Labels in Arabic or English. The article stays right to left; the labels follow their language.
  const speak = (lang) => {
    root.dataset.ui = lang;
    root.lang = lang;
    document.querySelectorAll(".ui").forEach((e) => { e.dir = lang === "ar" ? "rtl" : "ltr"; });
    document.querySelectorAll("[data-lang]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.lang === lang)));
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-lang]") : null;
    if (button) speak(button.dataset.lang);
  });
  speak(root.dataset.ui);
})();
