// Several tabs of one person: a hint from one to the others, where the socket is blocked. The truth is what they read.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const LEAVING = [300, 1000, 3000];
  const channel = window.BroadcastChannel ? new BroadcastChannel("vejviser") : null;
  const pull = (id) => desk.talks.get(id)?.pull();

  channel?.addEventListener("message", ({ data }) => {
    pull(data.id);
    // The other tab is on its way out, and cannot say when it has arrived.
    if (data.leaving) for (const ms of LEAVING) setTimeout(() => pull(data.id), ms);
  });
  document.addEventListener("talk:sent", (event) => channel?.postMessage({ id: event.detail }));
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.matches("[data-composer]")) return;
    for (const id of desk.talks.keys()) channel?.postMessage({ id, leaving: true });
  });
})();
