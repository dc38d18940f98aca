// A form that leads away waits until what was written has arrived, or until it is clear that it cannot.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const PATIENCE = 8000, DEPARTS = 10000;
  const waiting = new WeakSet(), passing = new WeakSet();
  let departed = -Infinity; // when a plain form last began to take this page elsewhere

  document.addEventListener("submit", async (event) => {
    const form = event.target, by = event.submitter;
    if (passing.has(form) || form.matches("[data-composer], [data-send-card], [data-clears], [hx-post], [hx-get]") || !desk.onTheirWay()) return;
    event.preventDefault(); event.stopImmediatePropagation();
    if (waiting.has(form)) return;
    waiting.add(form);
    for (let waited = 0; waited < PATIENCE && desk.onTheirWay(); waited += 100) await desk.wait(100);
    waiting.delete(form);
    if (!form.isConnected) return;
    passing.add(form);
    form.requestSubmit(by && by.form === form ? by : undefined);
    passing.delete(form);
  }, true);
  addEventListener("submit", (event) => { if (!event.defaultPrevented) departed = Date.now(); });
  addEventListener("pageshow", () => { departed = -Infinity; });

  // Whether a form is on its way: loading anything else now would take the place of the page it leads to.
  desk.isDeparting = () => Date.now() - departed < DEPARTS;
})();
