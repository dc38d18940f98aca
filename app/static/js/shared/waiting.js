// Who waits in the queue is told that it moved, and looks where they are now: those in front soon, those far behind
// later, so that a long queue does not ask all at once.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const SOON = 3000, LATEST = 20000, EACH = 300;
  const place = () => Number(document.querySelector("[data-state]")?.dataset.place || 0);
  let looking = false;

  document.addEventListener("desk:queue", async () => {
    if (looking || !place() || document.hidden) return;
    looking = true;
    await desk.wait(Math.random() * Math.min(LATEST, Math.max(SOON, EACH * place())));
    looking = false;
    for (const talk of desk.talks.values()) talk.pull();
  });
})();
