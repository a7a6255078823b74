// Deciding: forms in a dialog, shown as done at once and taken back if they are refused; nothing typed is lost.
// A link [data-deciding] opens its form here; without scripts it is a page. A form [data-decides] is sent by HTMX.
import { enhance } from "./combobox.js";
import { announce } from "./desk.js";

const dialog = document.getElementById("deciding");
const body = document.getElementById("deciding-body");
let opener = "";
let taken = null; // what the page shows for now, and what it showed before

// Drafts: what is typed stays until it is kept, however the dialog was closed.
const TYPED = ["reason", "one", "start", "end", "low", "high", "place", "place_name", "add", "add_id", "add_kind", "words"];
const name = (form) => `draft ${new URL(form.action).pathname}`;
const keep = (form) => {
  const found = {};
  for (const key of TYPED) {
    const field = form.elements[key];
    if (field && !(field instanceof RadioNodeList)) found[key] = field.value;
  }
  sessionStorage.setItem(name(form), JSON.stringify(found));
};
const restore = (form) => {
  const kept = sessionStorage.getItem(name(form));
  if (!kept || body.querySelector("#stale, #wrong")) return;
  const fresh = body.querySelector("[data-suggested]");
  for (const [key, value] of Object.entries(JSON.parse(kept))) {
    const field = form.elements[key];
    if (field && value && !(fresh && key !== "reason")) field.value = value;
  }
};

// The dialog.
export const openAt = async (address) => {
  if (!dialog.open) opener = document.activeElement?.id ?? "";
  delete dialog.dataset.ready;
  body.replaceChildren(Object.assign(document.createElement("p"), { className: "soft", textContent: body.dataset.wait }));
  if (!dialog.open) dialog.showModal();
  await htmx.ajax("GET", address, { target: body, swap: "innerHTML" });
};
const ready = () => {
  if (!body.firstElementChild?.matches(".decide-part")) return;
  if (!dialog.open) dialog.showModal();
  dialog.classList.toggle("wide", Boolean(body.querySelector(".decide-part.wide")));
  enhance(body);
  const form = body.querySelector("form[data-decides]");
  if (form) restore(form);
  const alarm = body.querySelector("#stale, #wrong");
  // A field before a link: Enter should not lead away from what is decided. What is compared is read from its top.
  const first = body.querySelector("[autofocus]") ?? body.querySelector("input:not([type=hidden]), select") ?? body.querySelector("a");
  first?.focus({ preventScroll: Boolean(alarm ?? body.querySelector(".compare")) });
  if (first?.matches("input[type=text], input:not([type]), input[type=number]")) first.select();
  dialog.dataset.ready = "1";
  if (alarm) { dialog.scrollTop = 0; announce(alarm.textContent.trim()); }
};
const back = () => {
  if (document.activeElement === document.body || !document.activeElement) document.getElementById(opener)?.focus({ preventScroll: true });
};

document.addEventListener("click", (event) => {
  const node = event.target instanceof Element ? event.target : null;
  if (node?.closest("[data-deciding-close]") && dialog.open) { event.preventDefault(); dialog.close(); return; }
  const refused = node?.closest("[aria-disabled=true][data-not]");
  if (refused) {
    event.preventDefault();
    announce(refused.dataset.not);
    const why = document.getElementById("accept-not");
    why?.classList.remove("again");
    requestAnimationFrame(() => why?.classList.add("again"));
    return;
  }
  const link = node?.closest("a[data-deciding]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  // To correct where one stands: the field that has the focus.
  const field = link.id === "act-correct" ? document.activeElement?.closest("[data-field]") : null;
  openAt((field?.querySelector("a.pencil") ?? link).href);
});
dialog.addEventListener("close", back);
body.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-decides]");
  if (form) keep(form);
});
body.addEventListener("change", (event) => {
  const input = event.target;
  const form = input.form;
  if (!form?.matches("[data-decides]")) return;
  keep(form);
  // A quote that is ticked gives its value too.
  if (input.matches("[data-take]") && input.checked) {
    const put = (key, value) => { const field = form.elements[key]; if (field && value !== undefined) field.value = value; };
    put("low", input.dataset.low); put("high", input.dataset.high);
    put("start", input.dataset.start); put("end", input.dataset.end);
    put("one", input.dataset.one);
    put("place", input.dataset.place); put("place_name", input.dataset.name);
    if (input.dataset.start !== undefined) hijri(form);
  }
  if (input.matches("[data-hijri]")) hijri(form);
});
const hijri = (form) => {
  const asked = new URLSearchParams({ start: form.elements.start.value, end: form.elements.end.value });
  htmx.ajax("GET", `/days/hijri?${asked}`, { target: "#hijri", swap: "innerHTML" });
};
body.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const next = body.querySelector("[data-key-send]");
    if (next) { event.preventDefault(); next.click(); } // HTMX knows a button by its click
  }
  const entries = [...body.querySelectorAll("[data-entry]")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = entries.indexOf(document.activeElement);
  const from = at >= 0 || event.target.matches("input[type=search]");
  if (by && from && entries.length) { event.preventDefault(); entries[Math.max(0, Math.min(entries.length - 1, at + by))].focus(); }
});
document.addEventListener("place-picked", (event) => {
  const field = event.target.closest("form")?.elements.place_name;
  if (field) field.value = event.detail.name;
});

// At once, and back again if it is refused.
const value = (form) => {
  if (form.elements.none?.checked) return "–";
  const said = (key) => form.elements[key]?.value ?? "";
  const one = form.elements.one;
  if (one instanceof HTMLSelectElement) return one.selectedOptions[0]?.textContent ?? "";
  if (one instanceof RadioNodeList) return form.querySelector("[name=one]:checked")?.closest("label").textContent.trim() ?? "";
  if (one) return one.value;
  if (form.elements.low) return [said("low"), said("high")].filter(Boolean).join("–");
  if (form.elements.start) return [said("start"), said("end")].filter(Boolean).join(" – ");
  if (form.elements.place_name) return said("place_name");
  const ticked = [...form.querySelectorAll("[name=chosen]:checked")].map((e) => e.closest("label").querySelector("bdi").textContent);
  return [...ticked, said("add")].filter(Boolean).join(document.documentElement.lang === "ar" ? "، " : ", ");
};
const show = (form) => {
  const before = [];
  const put = (element, words, css) => {
    if (!element) return;
    before.push([element, element.innerHTML, element.className]);
    element.textContent = words;
    element.className = css;
  };
  const { shows, showsWords, showsField } = form.dataset;
  if (shows) put(document.getElementById("review"), showsWords, `chip ${shows} provisional`);
  if (showsField) put(document.querySelector(`#f-${showsField} .settled`), value(form), "settled provisional");
  return before;
};
const takeBack = () => {
  for (const [element, html, css] of taken?.before ?? []) { element.innerHTML = html; element.className = css; }
  taken = null;
};
// The form of a request: HTMX tells of the end at another element where the form was swapped away.
const formOf = (event) => {
  const elt = event.detail.requestConfig?.elt ?? event.detail.elt;
  return elt instanceof Element && elt.matches("form[data-decides]") ? elt : null;
};
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (!form) return;
  if (form.contains(document.activeElement) && !dialog.open) opener = document.activeElement.id;
  taken = { form, before: show(form), inside: body.contains(form) };
  if (taken.inside) dialog.close();
  announce(body.dataset.keeping);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || !xhr.getResponseHeader("hx-retarget")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = body;
  event.detail.swapOverride = "innerHTML";
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event);
  if (!form || taken?.form !== form) return; // told once
  const { xhr } = event.detail;
  if (xhr.status >= 200 && xhr.status < 400) {
    sessionStorage.removeItem(name(form));
    delete dialog.dataset.ready;
    body.replaceChildren();
    taken = null;
  } else if (xhr.status) {
    const told = Boolean(xhr.getResponseHeader("hx-retarget"));
    const again = taken;
    takeBack();
    if (!told && again?.inside) dialog.showModal(); // the page tells what was wrong; the form is as it was
  }
});
for (const kind of ["htmx:sendError", "htmx:timeout"])
  document.addEventListener(kind, (event) => {
    if (!formOf(event)) return;
    const { inside } = taken ?? {};
    takeBack();
    const notice = document.createElement("p");
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    notice.textContent = body.dataset.lost;
    if (inside) {
      body.querySelector(".lost")?.remove();
      notice.classList.add("lost");
      body.querySelector("form")?.before(notice);
      dialog.showModal();
    } else document.getElementById("flashes").replaceChildren(notice);
  });
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === body) ready(); });
document.addEventListener("htmx:afterSettle", (event) => { if (!body.contains(event.detail.target) && !dialog.open) back(); });

for (const form of document.querySelectorAll(".decide-page")) enhance(form);
