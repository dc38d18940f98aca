// Where in the log somebody reads: never moved while they read further up, kept over a change of language, and never
// under a phone's keyboard.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const NEAR = 80, ROOM = 8;
  const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  const below = (log) => log.closest(".log-region").querySelector("[data-new-below]");

  const toEnd = (log) => { log.scrollTop = log.scrollHeight; hint(log, false); };
  const hint = (log, yes) => { const button = below(log); if (button && button.hidden === yes) button.hidden = !yes; };

  const watch = (log) => {
    // A notice or a keyboard takes height from the log: whoever was at its end stays with the last words.
    let stays = null;
    log.addEventListener("scroll", () => { stays = isAtEnd(log); if (stays) hint(log, false); }, { passive: true });
    new ResizeObserver(() => { if (stays) toEnd(log); else if (stays === null) stays = isAtEnd(log); }).observe(log);
    below(log)?.addEventListener("click", () => { toEnd(log); log.focus(); });
  };

  // The first row in sight, and how far above the edge it begins.
  const mark = (id, log) => {
    const top = log.getBoundingClientRect().top;
    const row = isAtEnd(log) ? null : [...log.querySelectorAll("[data-seq]")].find((one) => one.getBoundingClientRect().bottom > top);
    desk.keep.set(`place:${id}`, row ? { seq: row.dataset.seq, by: row.getBoundingClientRect().top - top } : null);
  };
  const arrive = (id, log) => {
    const kept = desk.keep.get(`place:${id}`), row = kept && log.querySelector(`[data-seq="${CSS.escape(kept.seq)}"]`);
    if (row) log.scrollTop += row.getBoundingClientRect().top - log.getBoundingClientRect().top - kept.by; else toEnd(log);
  };
  addEventListener("pagehide", () => { for (const talk of desk.talks.values()) if (talk.alive()) mark(talk.id, talk.log); });

  // A phone's keyboard lies over the page without making it smaller; only this knows what is still in sight.
  const seen = window.visualViewport;
  const fit = () => {
    document.documentElement.style.setProperty("--in-sight", `${Math.round(seen.height)}px`);
    const box = document.activeElement, form = box?.matches?.("[data-composer] textarea") && box.closest("[data-composer]");
    if (!form || innerHeight - seen.height < 100 || seen.scale > 1.05) return;
    const over = form.getBoundingClientRect().bottom + ROOM - (seen.offsetTop + seen.height);
    if (over > 0) scrollBy(0, over);
  };
  if (seen) { seen.addEventListener("resize", fit); document.addEventListener("DOMContentLoaded", fit); }

  desk.place = { isAtEnd, toEnd, hint, watch, arrive };
})();
