// The socket: a hint that something is new. Everything works without it, only slower.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const STILL = 5000, LIVELY = 1500, LATELY = 120000; // ms between heartbeats; more often while people are talking
  const LATE = 2000, LATEST = 10000;                  // a heartbeat unanswered for so long means a dead socket
  const AGAIN = [3000, 10000, 30000, 60000];          // refused by the server: not a line that is gone, so not in a hurry
  let socket = null, degraded = false, late = LATE, asked = 0, waiting = 0, refused = 0, lively = -Infinity;

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const moved = () => { const was = desk.connected; desk.connected = Boolean(socket?.connected) && !degraded; if (desk.connected !== was) tell("socket:moved"); };

  const again = () => { socket?.disconnect(); socket?.connect(); };

  // Unanswered although the rest of the line works: perhaps the server is only slow, so it gets longer next time.
  const still = () => {
    if (!socket?.connected || waiting) return;
    const mark = waiting = asked = performance.now();
    socket.emit("still", () => { if (waiting === mark) { waiting = 0; late = Math.max(LATE, late * 0.9); desk.line.heard(); } });
    setTimeout(async () => {
      if (waiting !== mark) return;
      waiting = 0;
      again();
      if (await desk.line.suspect()) late = Math.min(LATEST, late * 1.5);
    }, late);
  };
  const often = () => (performance.now() - lively < LATELY ? LIVELY : STILL);

  const begin = () => {
    const root = document.querySelector("[data-space]");
    if (!root || !window.io) return;
    socket = desk.socket = window.io(root.dataset.space, {
      transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 2000, randomizationFactor: 0.5, timeout: 3000,
    });
    socket.on("connect", () => { waiting = 0; degraded = false; desk.line.heard(); moved(); });
    socket.on("disconnect", (reason) => {
      waiting = 0; moved();
      if (reason === "io server disconnect") later();
    });
    // No answer at all is the library's to repeat; a "no" from the server is ours.
    socket.on("connect_error", () => { if (!socket.active) later(); });
    // The servers cannot hear each other just now: an open socket is no promise, so pull as if it were closed.
    socket.on("degraded", (how) => { degraded = how.on; moved(); });
    socket.on("poke", (poke) => { lively = performance.now(); tell("talk:poke", poke); tell("desk:poke", poke); });
    socket.on("typing", (who) => tell("talk:typing", who));
    socket.on("seen", (how) => tell("talk:read", how));
    for (const name of ["queue", "presence", "goodbye", "storage", "shift"]) socket.on(name, (detail) => tell(`desk:${name}`, detail));
    setInterval(() => { if (!document.hidden && performance.now() - asked >= often()) still(); }, 500);
  };
  const later = () => { const ms = desk.about(AGAIN[Math.min(refused++, AGAIN.length - 1)]); setTimeout(() => { if (!socket.active) socket.connect(); }, ms); };

  document.addEventListener("line:back", (event) => { if (!socket?.connected && event.detail) again(); else still(); });
  document.addEventListener("line:wake", still);
  document.addEventListener("talk:pulled", (event) => { if (event.detail.incoming) lively = performance.now(); });
  document.addEventListener("talk:sent", () => { lively = performance.now(); });
  document.addEventListener("DOMContentLoaded", begin);
})();
