// What this tab remembers: drafts and words on their way. In private mode it is remembered until the page goes, no longer.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const memory = new Map();
  let shut = false;

  // After "leave", "erase" or the quick exit nothing may be written down again, however late an answer comes.
  const closed = () => shut || document.documentElement.hidden;
  const shelf = () => { try { return window.sessionStorage; } catch { return null; } };

  const get = (name) => {
    try { return JSON.parse(shelf()?.getItem(name) ?? memory.get(name) ?? "null"); } catch { return null; }
  };
  const set = (name, value) => {
    if (closed()) return;
    const gone = value === null || value === "" || (Array.isArray(value) && !value.length);
    const text = JSON.stringify(value);
    if (gone) memory.delete(name); else memory.set(name, text);
    try { if (gone) shelf().removeItem(name); else shelf().setItem(name, text); } catch { /* private mode: the memory above is all there is */ }
  };
  const names = (start) => {
    const found = new Set(memory.keys());
    try { for (const name of Object.keys(shelf())) found.add(name); } catch { /* the same */ }
    return [...found].filter((name) => name.startsWith(start));
  };
  const forget = () => {
    shut = true;
    memory.clear();
    try { sessionStorage.clear(); } catch { /* nothing was kept */ }
  };

  // Leaving, erasing, and a colleague who logs out: the next person at this machine finds nothing.
  addEventListener("submit", (event) => { if (!event.defaultPrevented && event.target.matches("[data-clears], form[action$='/log-out']")) forget(); });
  // The same page again, because leaving did not come through: it may remember again.
  addEventListener("pageshow", () => { shut = false; });

  desk.keep = { get, set, names, forget };
  desk.newKey = () => (crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("-"));
  desk.wait = (ms) => new Promise((done) => setTimeout(done, ms));
  // Half as much more or less, so that a thousand pages that lost the same line do not come back in step.
  desk.about = (ms) => ms * (0.75 + Math.random() / 2);
})();
