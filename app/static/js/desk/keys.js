// Keys at the desk, each with its place in the list that `?` shows. They can be switched off, and none fires while somebody
// types: on a Mac, Alt writes letters of its own, so in a box there it is left alone.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
  const on = () => { try { return localStorage.getItem("keys") !== "no"; } catch { return true; } };
  const turn = (yes) => { try { localStorage.setItem("keys", yes ? "yes" : "no"); } catch { /* not kept, nothing breaks */ } show(); };
  const writes = (place) => Boolean(place?.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])"));
  const dialog = () => document.querySelector("[data-keys]");

  // What a key leads to: a link or a button is pressed, a box is given the focus.
  const one = (what) => document.querySelector(what);
  const PLACES = {
    KeyM: "#desk_talk textarea[data-draft]", KeyG: "#card-q", KeyN: "#take-next", KeyC: "#desk_talk .claim-bar button",
    KeyH: "#desk_side select[name=colleague], #desk_side select", KeyX: "#desk_talk .talk-tools a[href$='/close']",
  };
  const goal = (event) => {
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    if (digit === "0") return one("[data-queue-list] a");
    if (digit) return one(`[data-mine-list] a[data-key="${digit}"]`);
    return PLACES[event.code] ? one(PLACES[event.code]) : null;
  };

  const press = (found) => {
    found.closest("details:not([open])")?.setAttribute("open", "");
    if (found.matches("a, button")) found.click(); else found.focus();
  };
  const list = () => { const box = dialog(); if (box && !box.open) { show(); box.showModal(); } };
  // The browser has keys of its own for these links: they go with ours.
  const show = () => {
    const yes = on();
    for (const row of document.querySelectorAll("[data-mine-list] a[data-key]")) if (yes) row.accessKey = row.dataset.key; else row.removeAttribute("accesskey");
    for (const row of document.querySelectorAll(".queue-key")) row.hidden = !yes;
    const button = one("[data-keys-on]");
    if (button) button.setAttribute("aria-pressed", String(yes));
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || !on() || one("dialog[open]")) return;
    if (event.key === "?" && !event.altKey && !writes(event.target)) { event.preventDefault(); list(); return; }
    if (!event.altKey || event.shiftKey || event.getModifierState("AltGraph") || (MAC && writes(event.target))) return;
    const found = goal(event);
    if (found) { event.preventDefault(); press(found); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-open]")) list();
    else if (event.target.closest?.("[data-keys-on]")) turn(!on());
    else if (event.target.closest?.("[data-dialog-close]")) event.target.closest("dialog").close();
  });
  for (const name of ["DOMContentLoaded", "desk:lists"]) document.addEventListener(name, show);
  desk.keysOn = on;
})();
