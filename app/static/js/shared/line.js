// Is the line alive? Every answer says yes. Silence is asked about, at once and again, until something answers.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const HURRY = 1000, OFTEN = 3000, TIMES = 3;          // ms, or so many times what is usual: unanswered for so long is asked again beside it
  const DOUBT = 400, LATELY = 5000;                     // where silence was noticed so lately it is doubted sooner
  const LONGEST = 30000;                                // that a try may take
  const GRACE = 1000;                                   // a shorter break than this is nobody's business
  const PROBE = 1000, PAUSE = 500, HIDDEN = 10;         // while the line is gone: ask so long, so often; a hidden page ten times slower
  const SAID = 5000, AWAY = [502, 504];                 // what a proxy answers for a server that is not there
  let usual = 250, trouble = 0, said = 0, silent = -Infinity, shown = "connecting", asked = 0;
  const flights = new Set(), probes = new Set();

  const once = async (url, options, stop) => {
    const begun = performance.now();
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options, signal: stop.signal });
    const body = await answer.text();
    if (AWAY.includes(answer.status)) throw new Error("away");
    usual += (performance.now() - begun - usual) * 0.3;
    return { status: answer.status, ok: answer.ok, redirected: answer.redirected, body, retry: Number(answer.headers.get("Retry-After")) || 0, json: (answer.headers.get("Content-Type") || "").includes("json") };
  };

  // One request, until it is answered. A dead connection says nothing, and a browser may take it for the next request too;
  // giving a request up takes its connection along. So there are two tries at most: the oldest waits as long as a very slow
  // line needs, the newest is given up for a newer one. Whatever is asked here may arrive twice.
  class Flight {
    constructor(url, options) {
      this.send = (stop) => once(url, options, stop);
      this.begun = performance.now(); this.tries = []; this.slow = 0;
      this.gap = Math.max(this.begun - silent < LATELY ? DOUBT : HURRY, TIMES * usual);
      this.answer = new Promise((done, fail) => { this.done = done; this.fail = fail; });
      flights.add(this); this.fresh(); this.wait();
    }

    async fresh() {
      this.drop(1);
      const stop = new AbortController();
      stop.begun = performance.now();
      this.tries.push(stop);
      const [answer, error] = await this.send(stop).then((found) => [found, null], (why) => [null, why]);
      if (!this.tries.includes(stop)) return;
      this.tries.splice(this.tries.indexOf(stop), 1);
      if (answer) { this.end(); heard(); this.done(answer); return; }
      if (!this.tries.length) { this.end(); this.fail(error); }
      failed();
    }

    // All but so many of the oldest tries are given up.
    drop(kept) { for (const stop of this.tries.splice(kept)) stop.abort(); }

    // The line was gone and is back: what hung in it will not come. Where it was only slow it would have, so next time it
    // gets twice as long.
    revive() {
      const age = performance.now() - this.tries[0].begun;
      if (age >= this.slow) { this.slow = 2 * age; this.drop(0); }
      this.fresh();
    }

    wait() {
      this.timer = setTimeout(() => {
        silent = performance.now();
        if (silent - said > OFTEN) failed();
        if (silent - this.tries[0].begun > LONGEST) this.drop(0);
        if (!trouble || !this.tries.length) this.fresh();
        this.gap = Math.min(2 * this.gap, Math.max(OFTEN, TIMES * usual)); this.wait();
      }, this.gap);
    }

    end() { clearTimeout(this.timer); flights.delete(this); this.drop(0); }
  }
  const ask = (url, options) => new Flight(url, options).answer;

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

  // A second try for whatever has hung for a while.
  const renew = () => { for (const flight of flights) if (performance.now() - flight.begun > GRACE) flight.fresh(); };
  const heard = () => {
    const since = trouble, long = since && performance.now() - since > GRACE;
    said = performance.now(); trouble = 0;
    show("connected");
    if (!since) return;
    for (const stop of probes) { probes.delete(stop); stop.abort(); }
    if (long) for (const flight of flights) flight.revive(); else renew();
    document.dispatchEvent(new CustomEvent("line:back", { detail: Boolean(long) }));
  };
  const failed = () => {
    if (trouble) return;
    const mark = trouble = performance.now();
    for (const flight of flights) flight.drop(1); // the probes need connections too
    setTimeout(() => { if (trouble === mark) { show("lost"); document.dispatchEvent(new CustomEvent("line:lost")); } }, GRACE);
    // Two ask at once: one that hurries, and one that waits as long as a very slow line needs.
    seek(mark, PROBE); seek(mark, LONGEST);
  };

  // A browser keeps connections for requests without cookies apart: each kind may be held up by what hangs in dead ones.
  const probe = async (limit) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), limit);
    probes.add(stop);
    try { await once("/health", { credentials: limit === PROBE && asked++ % 2 ? "same-origin" : "omit" }, stop); heard(); return true; }
    catch { if (probes.has(stop)) failed(); return false; }
    finally { clearTimeout(timer); probes.delete(stop); }
  };
  const seek = async (mark, limit) => {
    while (trouble === mark) {
      await pause(desk.about(PAUSE) * (document.hidden ? HIDDEN : 1));
      if (trouble === mark) await probe(limit);
    }
  };
  // Something else fell silent: does anything answer?
  const suspect = () => { silent = performance.now(); renew(); return probe(PROBE); };
  let wake = () => {};
  const pause = (ms) => new Promise((done) => { const timer = setTimeout(done, ms), before = wake; wake = () => { clearTimeout(timer); before(); done(); }; });

  // The machine slept, the network changed, the page was looked at again: nothing known before is worth much.
  const now = () => { const go = wake; wake = () => {}; go(); renew(); document.dispatchEvent(new CustomEvent("line:wake")); };
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
