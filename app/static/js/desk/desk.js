// The desk: lists that refresh on a poke, a heartbeat, and new work that makes itself heard until somebody picks it up.
(() => {
  "use strict";
  const BEAT = 20000, RING = 6000;
  const lists = () => document.getElementById("desk_queue");
  const wanted = (name) => { try { return localStorage.getItem(name) !== "no"; } catch { return true; } };
  const want = (name, yes) => { try { localStorage.setItem(name, yes ? "yes" : "no"); } catch { /* not kept */ } };
  let known = 0, timer = null, audio = null, ringing = null;

  const refresh = () => { clearTimeout(timer); timer = setTimeout(() => window.htmx && window.htmx.trigger(document.body, "desk:refresh"), 150); };

  const tone = () => {
    if (!wanted("sound")) return;
    try {
      audio = audio || new AudioContext();
      [660, 880].forEach((pitch, place) => {
        const voice = audio.createOscillator(), loud = audio.createGain(), at = audio.currentTime + place * 0.18;
        voice.frequency.value = pitch; voice.connect(loud).connect(audio.destination);
        loud.gain.setValueAtTime(0.0001, at); loud.gain.exponentialRampToValueAtTime(0.2, at + 0.02); loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
        voice.start(at); voice.stop(at + 0.32);
      });
    } catch { /* the browser wants a click first */ }
  };

  const look = () => {
    const root = lists();
    if (!root) return;
    const waiting = Number(root.dataset.waiting || 0);
    document.title = (waiting ? `(${waiting}) ` : "") + root.dataset.title + " · Vejviser";
    if (waiting > known && known >= 0) { tone(); tell(root.dataset.arrived); }
    known = waiting;
    clearInterval(ringing); ringing = waiting ? setInterval(tone, RING) : null;
    const sound = root.querySelector("[data-sound]");
    if (sound) sound.setAttribute("aria-pressed", String(wanted("sound")));
    const ask = root.querySelector("[data-notify]");
    if (ask && "Notification" in window) ask.hidden = Notification.permission !== "default";
  };

  const tell = (words) => {
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      const shown = new Notification("Vejviser", { body: words, tag: "queue" });
      shown.onclick = () => { window.focus(); shown.close(); };
    }
  };

  const beat = async () => {
    const socket = window.Vejviser && window.Vejviser.socket;
    if (socket && socket.connected) { socket.emit("beat"); return; }
    const root = lists();
    if (root) await fetch(root.dataset.beat, { method: "POST", credentials: "same-origin" }).catch(() => {});
  };

  document.addEventListener("DOMContentLoaded", () => { known = Number(lists()?.dataset.waiting || 0); look(); if (lists()) { beat(); setInterval(beat, BEAT); } });
  document.addEventListener("htmx:afterSettle", look);
  for (const name of ["desk:queue", "desk:presence", "desk:poke"]) document.addEventListener(name, refresh);
  document.addEventListener("desk:goodbye", () => location.reload());
  document.addEventListener("click", (event) => {
    const sound = event.target.closest("[data-sound]"), ask = event.target.closest("[data-notify]");
    if (sound) { want("sound", !wanted("sound")); look(); }
    if (ask) Notification.requestPermission().then(look);
  });
  // A card is sent without leaving the panel; the log pulls it in.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-send-card]");
    if (!form) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer) return;
    const said = await answer.json();
    const talk = window.Vejviser.talks.get(document.querySelector("[data-talk]")?.dataset.talk);
    if (said.error) talk?.notice(said.message); else form.closest("li")?.remove();
    talk?.pull();
  });
})();
