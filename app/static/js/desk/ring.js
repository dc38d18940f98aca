// New work makes itself known: the title's number, a sound that repeats until somebody takes it, a notification.
(() => {
  "use strict";
  const RING = 6000, LOUD = [2, 4]; // a level of alert at which it is heard once more
  const WIDE = 4;                   // and from which it rings for those as well who have their hands full
  const wanted = () => { try { return localStorage.getItem("sound") !== "no"; } catch { return true; } };
  const want = (yes) => { try { localStorage.setItem("sound", yes ? "yes" : "no"); } catch { /* not kept, nothing breaks */ } };
  const volume = () => { try { return Math.min(100, Math.max(0, Number(localStorage.getItem("volume") ?? 70))) / 100; } catch { return 0.7; } };
  const turn = (to) => { try { localStorage.setItem("volume", String(to)); } catch { /* the same */ } };
  let audio = null, ringing = null, known = null;

  const sound = () => {
    if (!audio && window.AudioContext) { audio = new AudioContext(); audio.addEventListener("statechange", show); }
    return audio;
  };
  const blocked = () => wanted() && sound() !== null && audio.state !== "running";
  const unlock = () => { if (wanted() && sound() && audio.state !== "running") audio.resume().catch(() => {}); };

  // Two rising notes for somebody who waits, one low short note for words in a conversation of mine.
  const play = (kind) => {
    if (!wanted() || !volume() || !sound() || audio.state !== "running") return;
    (kind === "message" ? [520] : [660, 880]).forEach((pitch, place) => {
      const voice = audio.createOscillator(), loud = audio.createGain(), at = audio.currentTime + place * 0.18;
      voice.frequency.value = pitch; voice.connect(loud).connect(audio.destination);
      loud.gain.setValueAtTime(0.0001, at); loud.gain.exponentialRampToValueAtTime(Math.max(0.001, 0.4 * volume() ** 2), at + 0.02); loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
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
    // The second of two is not in front of anybody where the window has no room for it.
    const folded = (row) => document.querySelector(`#desk_talk_2 [data-talk="${row.dataset.mine}"]`)?.checkVisibility?.() === false;
    const away = (row) => document.hidden || row.getAttribute("aria-current") !== "true" || folded(row);
    const rows = [...document.querySelectorAll("[data-mine]")];
    // Whom somebody else is told of first is not mine to hear yet.
    const queued = [...document.querySelectorAll("[data-queue-list] a[id]")].filter((row) => !row.hasAttribute("data-later"));
    const loud = (some) => new Map(some.map((row) => [row.id, window.Vejviser.level(row)]));
    return {
      waiting: queued.length, loudest: Math.max(0, ...loud(queued).values()),
      levels: loud(queued), mine: loud(rows.filter(away)),
      online: root.dataset.availability === "online", full: root.dataset.full === "yes",
      unread: new Map(rows.filter((row) => away(row) && Number(row.dataset.unread)).map((row) => [row.dataset.mine, Number(row.dataset.unread)])),
      closing: root.querySelector("[data-closing-asks] p")?.textContent || "",
      handed: new Set(rows.filter((row) => row.dataset.handed === "yes" && away(row)).map((row) => row.dataset.mine)),
    };
  };

  const compare = (now, before, root) => {
    if ([...now.handed].some((id) => !before.handed.has(id))) { play("work"); tell(root.dataset.handedWords); }
    else if (now.waiting > before.waiting && now.online) { play("work"); tell(root.dataset.arrived); }
    else if (now.online && louder(now.levels, before.levels)) { play("work"); tell(root.dataset.arrived); }
    else if ([...now.unread].some(([id, count]) => count > (before.unread.get(id) || 0))) { play("message"); tell(root.dataset.wrote); }
    else if (louder(now.mine, before.mine)) play("message");
    // The team closes: whoever talks with somebody is asked once, aloud; the words stand until it is settled.
    else if (now.closing && !before.closing) { play("message"); tell(now.closing); }
  };
  const louder = (now, before) => [...now].some(([id, level]) => before.has(id) && LOUD.some((one) => level >= one && before.get(id) < one));

  const look = () => {
    const root = document.getElementById("desk_queue");
    if (!root) return;
    const now = read(root);
    const new_ = now.waiting + new Set([...now.unread.keys(), ...now.handed]).size;
    const title = (new_ ? `(${new_}) ` : "") + root.dataset.title + " · Vejviser";
    if (document.title !== title) document.title = title;
    if (known) compare(now, known, root);
    known = now;
    // Whoever has their hands full hears it now and then, until it is too long; the others until somebody picks it up.
    const call = now.handed.size > 0 || (now.waiting > 0 && now.online && (!now.full || now.loudest >= WIDE));
    if (!call) { clearInterval(ringing); ringing = null; } else if (!ringing) ringing = setInterval(() => play("work"), RING);
    show();
  };

  // A press is what wakes the sound: were the hint gone at once, all below it would move away from under the finger.
  let pressing = false;
  document.addEventListener("pointerdown", () => { pressing = true; }, true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(() => { pressing = false; show(); }), true);

  const show = () => {
    document.querySelector("[data-sound]")?.setAttribute("aria-pressed", String(wanted()));
    const slider = document.querySelector("[data-volume]");
    if (slider && document.activeElement !== slider) slider.value = String(Math.round(volume() * 100));
    const hint = document.querySelector("[data-unlock]"), ask = document.querySelector("[data-notify]");
    if (hint && !pressing) hint.hidden = !blocked();
    if (ask) ask.hidden = !("Notification" in window) || Notification.permission !== "default";
  };

  for (const name of ["desk:lists", "desk:pace"]) document.addEventListener(name, look);
  document.addEventListener("change", (event) => { if (event.target.matches?.("[data-volume]")) { turn(event.target.value); unlock(); play("message"); } });
  document.addEventListener("visibilitychange", look);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, unlock, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sound]")) { want(!wanted()); unlock(); show(); if (wanted()) play("message"); }
    if (event.target.closest("[data-unlock-button]")) { unlock(); show(); }
    if (event.target.closest("[data-notify]")) Notification.requestPermission().then(show);
  });
})();
