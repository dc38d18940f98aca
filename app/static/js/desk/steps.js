// On a small screen the desk is three steps, lists, conversation, what is known about it: one at a time, with the way back.
(() => {
  "use strict";
  const SMALL = matchMedia("(max-width: 63.99em)");
  const STEPS = ["lists", "talk", "side"];
  const step = () => STEPS.find((name) => location.hash === `#desk_${name}`) || (document.querySelector("#desk_talk [data-talk], #desk_talk [role=alert]") ? "talk" : "lists");

  const show = () => {
    const main = document.querySelector("main.desk");
    if (!main) return;
    if (!SMALL.matches) { delete main.dataset.step; return; }
    const now = step(), moved = main.dataset.step !== now, { place, talks } = window.Vejviser;
    // The log has another height in its own step: whoever was at its end stays there.
    const ended = moved ? [...talks?.values() || []].filter((talk) => talk.alive() && place.isAtEnd(talk.log)) : [];
    main.dataset.step = now;
    for (const talk of ended) place.toEnd(talk.log);
    for (const link of main.querySelectorAll(".desk-jump a")) if (link.dataset.step === now) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
    if (!moved) return;
    scrollTo(0, 0);
    for (const talk of window.Vejviser.talks?.values() || []) talk.seen.tell();
  };
  SMALL.addEventListener("change", show);
  for (const name of ["hashchange", "popstate"]) addEventListener(name, show);
  for (const name of ["DOMContentLoaded", "htmx:afterSettle", "desk:lists"]) document.addEventListener(name, show);
  // A key or a press that leads into a step that is not shown goes there first.
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-edit-first], [data-send-card] button")) location.hash = "#desk_talk"; });
})();
