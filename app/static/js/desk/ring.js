// New work makes itself known: the title's number, a sound that repeats until somebody takes it, a notification.
(() => {
  "use strict";
  const RING = 6000;
  const wanted = () => { try { return localStorage.getItem("sound") !== "no"; } catch { return true; } };
  const want = (yes) => { try { localStorage.setItem("sound", yes ? "yes" : "no"); } catch { /* not kept, nothing breaks */ } };
  let audio = null, ringing = null, known = null;

  const sound = () => {
    if (!audio && window.AudioContext) { audio = new AudioContext(); audio.addEventListener("statechange", show); }
    return audio;
  };
  const blocked = () => wanted() && sound() !== null && audio.state !== "running";
  const unlock = () => { if (wanted() && sound() && audio.state !== "running") audio.resume().catch(() => {}); };

  // Two rising notes for somebody who waits, one low short note for words in a conversation of mine.
  const play = (kind) => {
    if (!wanted() || !sound() || audio.state !== "running") return;
    (kind === "message" ? [520] : [660, 880]).forEach((pitch, place) => {
      const voice = audio.createOscillator(), loud = audio.createGain(), at = audio.currentTime + place * 0.18;
      voice.frequency.value = pitch; voice.connect(loud).connect(audio.destination);
      loud.gain.setValueAtTime(0.0001, at); loud.gain.exponentialRampToValueAtTime(0.2, at + 0.02); loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
      voice.start(at); voice.stop(at + 0.32);
    });
    document.dispatchEvent(new CustomEvent("desk:rang", { detail: kind }));
  };

  const tell = (words) => {
    const region = document.querySelector("[data-desk-says]");
    if (region) region.textContent = words;
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      const shown = new Notification("Vejviser", { body: words, tag: "desk" });
      shown.onclick = () => { window.focus(); shown.close(); };
    }
  };

  // What the lists say now. In front of me counts as read; a tab in the background has nothing in front of anybody.
  const read = (root) => {
    const away = (row) => document.hidden || row.getAttribute("aria-current") !== "true";
    const rows = [...document.querySelectorAll("[data-mine]")];
    return {
      waiting: Number(root.dataset.waiting || 0),
      online: root.dataset.availability === "online", full: root.dataset.full === "yes",
      unread: new Map(rows.filter((row) => away(row) && Number(row.dataset.unread)).map((row) => [row.dataset.mine, Number(row.dataset.unread)])),
      handed: new Set(rows.filter((row) => row.dataset.handed === "yes" && away(row)).map((row) => row.dataset.mine)),
    };
  };

  const compare = (now, before, root) => {
    if ([...now.handed].some((id) => !before.handed.has(id))) { play("work"); tell(root.dataset.handedWords); }
    else if (now.waiting > before.waiting && now.online) { play("work"); tell(root.dataset.arrived); }
    else if ([...now.unread].some(([id, count]) => count > (before.unread.get(id) || 0))) { play("message"); tell(root.dataset.wrote); }
  };

  const look = () => {
    const root = document.getElementById("desk_queue");
    if (!root) return;
    const now = read(root);
    const new_ = now.waiting + new Set([...now.unread.keys(), ...now.handed]).size;
    document.title = (new_ ? `(${new_}) ` : "") + root.dataset.title + " · Vejviser";
    if (known) compare(now, known, root);
    known = now;
    // Whoever has their hands full hears it once; the others until somebody picks it up.
    const call = now.handed.size > 0 || (now.waiting > 0 && now.online && !now.full);
    if (!call) { clearInterval(ringing); ringing = null; } else if (!ringing) ringing = setInterval(() => play("work"), RING);
    show();
  };

  const show = () => {
    document.querySelector("[data-sound]")?.setAttribute("aria-pressed", String(wanted()));
    const hint = document.querySelector("[data-unlock]"), ask = document.querySelector("[data-notify]");
    if (hint) hint.hidden = !blocked();
    if (ask) ask.hidden = !("Notification" in window) || Notification.permission !== "default";
  };

  document.addEventListener("desk:lists", look);
  document.addEventListener("visibilitychange", look);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, unlock, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sound]")) { want(!wanted()); unlock(); show(); if (wanted()) play("message"); }
    if (event.target.closest("[data-unlock-button]")) { unlock(); show(); }
    if (event.target.closest("[data-notify]")) Notification.requestPermission().then(show);
  });
})();
