// Is the line alive? Every answer says yes. Silence is asked about, at once and again, until something answers.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const FLOOR = 3000, CEILING = 10000, LONGEST = 30000; // ms that a request may take before it is given up and tried again
  const GRACE = 1000;                                   // a shorter break than this is nobody's business
  const PROBE = 1500, PAUSE = 600, HIDDEN = 10;         // while the line is gone: ask so long, so often; a hidden page ten times slower
  const SAID = 5000, AWAY = [502, 504];                 // what a proxy answers for a server that is not there
  let usual = 300, trouble = 0, probing = false, shown = "connecting";
  const flying = new Map(), AGAIN = "again";

  // What a request usually takes decides how long one may take; a line that proves slow gets longer.
  const patience = (late) => Math.min(LONGEST, Math.max(FLOOR, Math.min(4 * usual, Math.max(CEILING, 2.5 * usual))) * 2 ** late);

  // fetch with an end. `whose.late` counts how often in a row its requests took too long, because then it is the server
  // that is slow and not the line, and sending the same again and again would only make it slower.
  const ask = async (url, options, whose = {}, limit = patience(whose.late || 0)) => {
    const begun = performance.now(), stop = new AbortController();
    let late = false;
    const timer = setTimeout(() => { late = true; stop.abort(); }, limit);
    flying.set(stop, begun);
    try {
      const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options, signal: stop.signal });
      const body = await answer.text();
      if (AWAY.includes(answer.status)) throw new Error("away");
      usual += (performance.now() - begun - usual) * 0.3;
      whose.late = 0;
      heard();
      return { status: answer.status, ok: answer.ok, redirected: answer.redirected, body, retry: Number(answer.headers.get("Retry-After")) || 0, json: (answer.headers.get("Content-Type") || "").includes("json") };
    } catch (error) {
      if (late) whose.late = (whose.late || 0) + 1;
      if (stop.signal.reason !== AGAIN) failed();
      throw error;
    } finally { clearTimeout(timer); flying.delete(stop); }
  };

  const show = (state) => {
    if (state === shown) return;
    const was = shown;
    shown = state;
    paint();
    for (const says of document.querySelectorAll("[data-line-says]")) {
      // Aloud only when the line is lost and when it is back.
      const words = state === "lost" || was === "lost" ? says.closest("[data-line]").dataset[state] : "";
      says.textContent = words;
      if (words) setTimeout(() => { if (says.textContent === words) says.textContent = ""; }, SAID);
    }
  };
  const paint = () => {
    for (const one of document.querySelectorAll("[data-line]")) {
      one.dataset.is = shown;
      const words = one.querySelector("[data-line-words]");
      if (words.textContent !== one.dataset[shown]) words.textContent = one.dataset[shown];
    }
  };

  const heard = () => {
    const since = trouble;
    trouble = 0;
    show("connected");
    if (!since) return;
    // Whatever still hangs in the line that was dead will not come: it is tried again now.
    for (const [stop, begun] of flying) if (performance.now() - begun > GRACE) stop.abort(AGAIN);
    document.dispatchEvent(new CustomEvent("line:back", { detail: performance.now() - since > GRACE }));
  };
  const failed = () => {
    if (trouble) return;
    trouble = performance.now();
    setTimeout(() => { if (trouble) show("lost"); }, GRACE);
    seek();
  };

  // Two ask at once: one that hurries, and one that waits as long as a very slow line needs.
  const seek = async () => {
    if (probing) return;
    probing = true;
    const probe = async (limit) => {
      while (trouble) {
        await pause(desk.about(PAUSE) * (document.hidden ? HIDDEN : 1));
        if (trouble) await ask("/health", { credentials: "omit" }, {}, limit).catch(() => {});
      }
    };
    await Promise.all([probe(PROBE), probe(LONGEST)]);
    probing = false;
    if (trouble) seek();
  };
  // Something else fell silent: does anything answer?
  const suspect = () => ask("/health", { credentials: "omit" }, {}, PROBE).catch(() => {});
  let wake = () => {};
  const pause = (ms) => new Promise((done) => { const timer = setTimeout(done, ms), before = wake; wake = () => { clearTimeout(timer); before(); done(); }; });

  // The machine slept, the network changed, the page was looked at again: nothing known before is worth much.
  const now = () => { const go = wake; wake = () => {}; go(); document.dispatchEvent(new CustomEvent("line:wake")); };
  for (const name of ["focus", "online", "pageshow"]) addEventListener(name, now);
  document.addEventListener("resume", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  addEventListener("offline", failed);
  let ticked = Date.now();
  setInterval(() => { const gap = Date.now() - ticked; ticked = Date.now(); if (gap > 10000 && !document.hidden) now(); }, 2000);
  document.addEventListener("htmx:afterSettle", paint);
  // Nothing is said about a line that is there at once.
  document.addEventListener("DOMContentLoaded", () => setTimeout(paint, GRACE));

  desk.line = { ask, heard, suspect, get lost() { return trouble > 0; } };
})();
