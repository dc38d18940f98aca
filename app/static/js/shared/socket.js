// The socket: a hint that something is new. Everything works without it, only slower.
(() => {
  "use strict";
  const begin = () => {
    const root = document.querySelector("[data-space]");
    if (!root || !window.io) return;
    const socket = window.io(root.dataset.space, {
      transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 2000, randomizationFactor: 0.5, timeout: 5000,
    });
    socket.on("connect", () => window.Vejviser.setConnected(true));
    socket.on("disconnect", () => window.Vejviser.setConnected(false));
    // The servers cannot hear each other just now: an open socket is no promise, so pull as if it were closed.
    socket.on("degraded", (how) => window.Vejviser.setConnected(!how.on));
    socket.on("poke", (poke) => { window.Vejviser.poke(poke.conversation); document.dispatchEvent(new CustomEvent("desk:poke", { detail: poke })); });
    for (const name of ["queue", "presence", "goodbye"]) socket.on(name, (detail) => document.dispatchEvent(new CustomEvent(`desk:${name}`, { detail })));
    window.Vejviser.socket = socket;
  };
  document.addEventListener("DOMContentLoaded", begin);
})();
