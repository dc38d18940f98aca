// What somebody is about to ask stays in the box over a reload or a change of language: in this tab, for ten minutes, until
// it is sent. A page left open by the person before has nothing for the next one.
(function () {
  "use strict";
  const KEPT = 600000, NAME = "draft:ask";
  const box = document.querySelector("textarea[data-draft=ask]");
  const shelf = (work) => { try { return work(window.sessionStorage); } catch (_) { return null; /* storage may be forbidden */ } };

  if (!box) {
    // Arrived in the conversation, or where its code stands: it has been asked.
    if (/\/chat(\/|$)/.test(location.pathname)) shelf((kept) => kept.removeItem(NAME));
    return;
  }
  const kept = shelf((all) => JSON.parse(all.getItem(NAME)));
  if (kept && Date.now() - kept.at < KEPT) { if (!box.value) box.value = kept.text; }
  else shelf((all) => all.removeItem(NAME));
  box.addEventListener("input", () => shelf((all) => all.setItem(NAME, JSON.stringify({ text: box.value, at: Date.now() }))));
})();
