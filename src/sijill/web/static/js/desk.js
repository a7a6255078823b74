// What every page does by script: the theme switch, dialogs, keys, messages that go away, faults of HTMX.
const root = document.documentElement;
const typing = (node) => node instanceof Element && node.closest("input, select, textarea, [contenteditable]");

// The theme: at once, and kept by the server's cookie.
const look = document.querySelector("[data-theme-switch]");
look?.addEventListener("change", () => {
  if (look.value === "auto") delete root.dataset.theme;
  else root.dataset.theme = look.value;
  const kept = look.value === "auto" ? "theme=; max-age=0" : `theme=${look.value}; max-age=31536000`;
  document.cookie = `${kept}; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
});

// Dialogs: [data-open=id] opens, a form of method dialog closes.
const open = (id) => {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
};
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-open]") : null;
  if (button) open(button.dataset.open);
  if (event.target instanceof HTMLDialogElement) event.target.close(); // beside the dialog
});

// The key that was meant, whatever is printed on it: with Arabic letters the place of the key counts.
const meant = (event) => {
  if (event.key === "؟") return "?";
  if (event.key.length !== 1 || event.key.charCodeAt(0) < 128 || !event.code) return event.key;
  if (/^Key[A-Z]$/.test(event.code)) return event.shiftKey ? event.code[3] : event.code[3].toLowerCase();
  return event.code === "Slash" ? (event.shiftKey ? "?" : "/") : event.key;
};

// Keys. [data-key="x"] is clicked by x, [data-key="g o"] by g and then o; lists of [data-list] go by j and k.
export const announce = (words) => {
  const said = document.getElementById("said");
  if (said) said.textContent = words;
};
const ways = { o: "/", i: "/incidents", m: "/incidents/map" };
let before = "";
let timer = 0;
const step = (by) => {
  const entries = [...document.querySelectorAll("[data-list] [data-entry]")].filter((e) => e.offsetParent !== null);
  if (!entries.length) return;
  const at = entries.findIndex((e) => e === document.activeElement || e.contains(document.activeElement));
  const to = at < 0 ? (by > 0 ? 0 : entries.length - 1) : Math.min(entries.length - 1, Math.max(0, at + by));
  const goal = entries[to];
  (goal.matches("a, button, [tabindex]") ? goal : goal.querySelector("a, button"))?.focus();
  goal.scrollIntoView({ block: "nearest" });
};
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = meant(event);
  const word = before ? `${before} ${key}` : key;
  clearTimeout(timer);
  const found = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === word && e.offsetParent !== null);
  if (found) {
    event.preventDefault();
    found.matches("input, select, textarea") ? found.focus() : found.click();
    before = "";
  } else if (before === "g" && ways[key]) {
    location.assign(ways[key]);
  } else if (key === "g") {
    before = "g";
    timer = setTimeout(() => { before = ""; }, 1200);
    return;
  } else if (key === "?") {
    open("keys");
  } else if (key === "/") {
    const field = document.querySelector("[data-search]");
    if (field) { event.preventDefault(); field.focus(); field.select?.(); }
    else location.assign("/incidents#search");
  } else if (key === "j") step(1);
  else if (key === "k") step(-1);
  before = "";
});

// Details that fold on a narrow screen, and stay as they were left: details[data-folds][id].
const fold = (within) => {
  for (const details of within.querySelectorAll("details[data-folds]")) {
    const kept = sessionStorage.getItem(`fold-${details.id}`);
    details.open = kept ? kept === "open" : matchMedia("(min-width: 72rem)").matches;
    details.addEventListener("toggle", () => sessionStorage.setItem(`fold-${details.id}`, details.open ? "open" : "closed"));
  }
};
fold(document);
document.addEventListener("htmx:afterSwap", (event) => {
  const now = event.detail.target?.isConnected ? event.detail.target : document;
  fold(now.id === "finding" || now === document ? document : now);
});

// What HTMX could not do is told; a fault of ours comes as a part of a page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.responseText) {
    const into = document.getElementById("flashes");
    if (into) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      event.detail.target = into;
      event.detail.swapOverride = "innerHTML";
    }
  }
});
document.addEventListener("htmx:sendError", () => announce("⚠"));

if (location.hash === "#search") document.querySelector("[data-search]")?.focus();
