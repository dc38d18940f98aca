// The coordinator's view reads itself again: every five seconds, and at once when its window is looked at; never under somebody's hand.
(() => {
  "use strict";
  const EVERY = 5000, PART = { "HX-Request": "true", "HX-Target": "overview_now" };
  const region = () => document.getElementById("overview_now");
  let held = false, asking = false;

  const inUse = (root) => held || root.contains(document.activeElement) && document.activeElement.matches("select, input, textarea");
  const refresh = async () => {
    const root = region();
    if (!root || asking || document.hidden || inUse(root)) return;
    asking = true;
    const answer = await fetch(root.dataset.overview, { credentials: "same-origin", headers: PART }).catch(() => null);
    const fresh = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("overview_now") : null;
    asking = false;
    if (!fresh || inUse(root)) return;
    const focused = root.contains(document.activeElement) ? document.activeElement.id : "", opened = [...root.querySelectorAll("details")].map((one) => one.open);
    root.replaceWith(document.importNode(fresh, true));
    region().querySelectorAll("details").forEach((one, place) => { one.open = Boolean(opened[place]); });
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  document.addEventListener("pointerdown", (event) => { held = Boolean(region()?.contains(event.target)); });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(() => { held = false; }));
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, EVERY);
})();
