// A field that completes: input[data-combobox="/names/places"][data-into="id of the hidden input"]. Arrows choose, Enter takes.
import { announce } from "./desk.js";

let number = 0;
const complete = (input) => {
  if (input.dataset.complete) return;
  input.dataset.complete = "1";
  const into = document.getElementById(input.dataset.into);
  const list = document.createElement("ul");
  list.id = `options-${(number += 1)}`;
  list.className = "options plain";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  input.after(list);
  for (const [key, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(key, value);
  let timer = 0;
  let asked = null;
  let at = -1;
  let stale = false; // the options are of fewer letters than are written
  let wanted = false; // Enter came before the options did
  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    at = -1;
    stale = wanted = false;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    const every = options();
    at = (to + every.length) % every.length;
    every.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    every[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", every[at].id);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const words = input.value.trim();
    if (!words) { close(); return; }
    try {
      const answer = await fetch(`${input.dataset.combobox}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      if (!answer.ok) return;
      list.innerHTML = await answer.text(); // our own template, escaped
      for (const option of options()) option.id = `${list.id}-${option.id}`;
      at = -1;
      stale = false;
      list.hidden = document.activeElement !== input;
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (options().length && wanted) take(options()[0]);
      else if (options().length) point(0);
      else announce(list.textContent.trim());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  const take = (option) => {
    const chosen = document.getElementById("chosen");
    if (chosen && input.id === "add") {
      const label = document.createElement("label");
      label.className = "choice";
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "chosen", value: option.dataset.value, checked: true });
      const said = document.createElement("bdi");
      said.textContent = option.dataset.name;
      label.append(box, " ", said);
      const item = document.createElement("li");
      item.append(label);
      chosen.append(item);
      input.value = "";
      if (into) into.value = "";
      announce(option.dataset.name);
    } else {
      input.value = option.dataset.name;
      if (into) into.value = option.dataset.value;
    }
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.addEventListener("input", () => {
    if (into) into.value = "";
    stale = input.value.trim() !== "";
    wanted = false;
    at = -1;
    for (const option of options()) option.setAttribute("aria-selected", "false");
    input.removeAttribute("aria-activedescendant");
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (stale && event.key === "Enter" && !event.ctrlKey) { event.preventDefault(); wanted = true; return; }
    if (list.hidden) {
      if (event.key === "ArrowDown") { event.preventDefault(); ask(); }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopPropagation();
      if (options().length) point(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && options()[at] && !event.ctrlKey) {
      event.preventDefault();
      take(options()[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault(); // the field keeps the focus
    if (option) take(option);
  });
};

export const enhance = (within) => {
  for (const input of within.querySelectorAll("[data-combobox]")) complete(input);
};
