// The list of incidents as a queue: who opens one goes on from there, and who comes back finds the place again.
const results = () => document.getElementById("results");
document.addEventListener("click", (event) => {
  const entry = event.target instanceof Element ? event.target.closest("a.entry") : null;
  if (!entry || !results()?.contains(entry)) return;
  const address = new URL(entry.href);
  sessionStorage.setItem("left", address.pathname);
  address.searchParams.set("queue", location.search.slice(1) || "sort=latest");
  entry.href = address.pathname + address.search;
}, true);
const left = sessionStorage.getItem("left");
if (left) {
  const entry = [...document.querySelectorAll("a.entry")].find((e) => new URL(e.href).pathname === left);
  const came = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || new URL(document.referrer || location.href).pathname.startsWith("/incidents/");
  if (entry && came && location.hash !== "#search") { entry.focus({ preventScroll: true }); entry.scrollIntoView({ block: "center" }); }
}
