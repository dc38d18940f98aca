// A page beside the desk is no goodbye: while somebody uses it, the conversations they hold stay theirs.
(() => {
  "use strict";
  const BEAT = 20000, USED = 600000; // ms between beats; since somebody last moved, pressed, scrolled or typed
  const url = document.querySelector("[data-beats]")?.dataset.beats;
  if (!url) return;
  let used = Date.now();
  for (const name of ["pointermove", "pointerdown", "keydown", "scroll", "focus"]) addEventListener(name, () => { used = Date.now(); }, { passive: true, capture: true });
  const beat = () => { if (Date.now() - used < USED) fetch(url, { method: "POST", credentials: "same-origin" }).catch(() => {}); };
  beat();
  setInterval(beat, BEAT);
})();
