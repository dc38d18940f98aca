// How long nobody has answered: each row counts on by itself, in words and bars, and so does the open conversation's head.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const EVERY = 1000, LATE = 3;
  const root = () => document.getElementById("desk_queue");
  let ahead = 0, drawn = null;

  // The server's clock, as it was when the page was drawn.
  const now = () => Date.now() / 1000 + ahead;
  const levelOf = (row, alerts) => {
    const since = Number(row?.dataset.unanswered || 0), passed = now() - since;
    return since ? alerts.reduce((level, after, place) => (after && passed >= after ? place + 1 : level), 0) : 0;
  };

  const say = (mark, level, words) => {
    if (!mark || mark.dataset.alert === String(level)) return;
    mark.dataset.alert = level; mark.hidden = !level;
    mark.querySelector("[data-alert-words]").textContent = level ? words[level - 1] : "";
  };

  const look = () => {
    const lists = root();
    if (!lists) return;
    const told = document.getElementById("desk_lists").dataset.now;
    if (drawn !== told) { drawn = told; ahead = Number(told) - Date.now() / 1000; }
    const alerts = lists.dataset.alerts.split(" ").map(Number), words = lists.dataset.loud.split("|");
    for (const row of lists.querySelectorAll(".queue-row > a[id]")) {
      const level = levelOf(row, alerts);
      say(row.querySelector("[data-alert]"), level, words);
      row.parentElement.classList.toggle("late", level >= LATE);
    }
    for (const head of document.querySelectorAll("[data-alert-head]")) {
      const talk = head.closest(".desk-talk")?.querySelector("[data-talk]")?.dataset.talk;
      say(head, levelOf(document.getElementById(`row-${talk}`), alerts), words);
    }
    document.dispatchEvent(new CustomEvent("desk:pace"));
  };

  desk.level = (row) => Number(row.querySelector("[data-alert]")?.dataset.alert || 0);

  // A tab in the background is woken once a minute by its own clock; a worker's goes on.
  const begin = () => {
    const file = root()?.dataset.tick;
    if (!file) return;
    look();
    let worker = null;
    try { worker = new Worker(file); } catch { /* the window's own clock then */ }
    if (!worker) { setInterval(look, EVERY); return; }
    worker.addEventListener("message", look);
    worker.addEventListener("error", () => { if (worker) { worker = null; setInterval(look, EVERY); } });
  };
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("desk:lists", look);
})();
