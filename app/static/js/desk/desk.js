// The desk: lists that refresh on a poke, a heartbeat, switching between conversations, cards sent from the panel.
(() => {
  "use strict";
  const BEAT = 6000, SOON = 150, SETTLED = 1000, PATIENCE = 30000;
  const desk = window.Vejviser = window.Vejviser || {};
  const lists = () => document.getElementById("desk_queue");
  let timer = null, lastBeat = 0, switching = false;
  // A box somebody has made taller carries a style of its own; copying that is an inline style, which our policy refuses.
  if (window.htmx) window.htmx.config.attributesToSettle = ["class"];

  // The first hint at once, those that follow it together; a desk in the background too, or it could not ring. A hint
  // that comes while the lists are asked for waits: htmx would forget it with the lists that it takes away. New lists hear
  // nothing for the moment between being put in and being made ready: a hint nobody took up is given again.
  let asked = -Infinity, asking = null, more = false;
  const refresh = () => {
    clearTimeout(timer);
    if (asking) { more = true; return; }
    timer = setTimeout(() => {
      asked = performance.now();
      if (!window.htmx) return;
      window.htmx.trigger(document.body, "desk:refresh");
      if (!asking && lists()) refresh();
    }, Math.max(SOON, asked + SETTLED - performance.now()));
  };

  // The header stands outside what is swapped: it follows the lists.
  const follow = () => {
    const root = lists();
    if (!root) return;
    for (const button of document.querySelectorAll(".availability button")) button.setAttribute("aria-pressed", String(button.value === root.dataset.availability));
    document.dispatchEvent(new CustomEvent("desk:lists"));
  };

  // By the socket, or by a form where it is blocked; a beat that was not acknowledged goes by form the next time.
  let unheard = false;
  const beat = async () => {
    lastBeat = Date.now();
    const socket = desk.socket, root = lists();
    if (socket?.connected && !unheard) { unheard = true; socket.emit("beat", () => { unheard = false; desk.line.heard(); }); return; }
    if (root) await desk.line.ask(root.dataset.beat, { method: "POST" }).then(() => { unheard = false; }).catch(() => {});
  };

  // After switching, a librarian wants to write; on a touch screen that would throw up a keyboard.
  const arrive = () => {
    const box = document.querySelector("#desk_talk textarea[data-draft]");
    const place = box && matchMedia("(pointer: fine)").matches ? box : document.querySelector("#desk_talk .talk-name");
    if (place) place.focus();
  };

  // A card takes its place among the words on their way, so that it arrives once and in its order.
  const pressed = new Map();
  const sendCard = (form) => {
    const button = form.querySelector("button"), root = document.querySelector("#desk_talk [data-talk]"), words = button.querySelector("span");
    const item = { ...Object.fromEntries(new FormData(form)), key: desk.newKey(), card: "yes", url: form.action, here: root.dataset.here, name: root.dataset.name, text: button.textContent.trim() };
    pressed.set(item.key, { button, words, before: words.textContent });
    words.textContent = root.dataset.sending; button.disabled = true;
    desk.talks.get(root.dataset.talk).say(item); arrive();
  };
  document.addEventListener("talk:card", ({ detail }) => {
    const one = pressed.get(detail.key);
    if (!one) return;
    one.words.textContent = detail.words || one.before;
    one.button.disabled = Boolean(detail.words);
  });

  // What is being pressed stays until it is let go: a press that begins on one list and ends on the next is no press.
  let held = false;
  document.addEventListener("pointerdown", (event) => { held = Boolean(lists()?.contains(event.target)); });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(() => { held = false; }));

  const isLists = (event) => event.detail.requestConfig?.elt.id === "desk_queue";
  // By the request's own end: where another conversation was opened meanwhile the lists that asked are no longer on the page,
  // and nothing htmx says on them is heard here.
  const ended = () => { asking = null; if (more) refresh(); };
  document.addEventListener("htmx:beforeSend", (event) => {
    if (!isLists(event)) return;
    asking = event.detail.xhr; asking.timeout = PATIENCE; more = false;
    asking.addEventListener("loadend", ended);
  });
  // The line was gone and is back: what hung in it will not come.
  document.addEventListener("line:back", ({ detail: long }) => { if (long && asking) { more = true; asking.abort(); } });
  document.addEventListener("htmx:beforeSwap", (event) => { if (held && isLists(event)) { event.detail.shouldSwap = false; more = true; } });
  document.addEventListener("DOMContentLoaded", () => { if (!lists()) return; follow(); beat(); setInterval(beat, BEAT); if (location.hash === "#desk_talk") arrive(); });
  // A browser that has come to the part an address names takes the focus away again.
  addEventListener("load", () => { if (lists() && location.hash === "#desk_talk" && document.activeElement === document.body) arrive(); });
  document.addEventListener("htmx:afterSettle", () => { follow(); if (switching) { switching = false; arrive(); } });
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.closest?.(".queue-row a")) switching = true; });
  for (const name of ["desk:queue", "desk:presence", "desk:storage", "desk:poke", "talk:seen", "socket:moved"]) document.addEventListener(name, refresh);
  // Read in another tab of mine: the number of new words is another one here as well.
  document.addEventListener("talk:read", ({ detail }) => { if (detail.by === "staff") refresh(); });
  // A tab in the background is woken by the socket more often than by its own clock.
  document.addEventListener("desk:poke", () => { if (Date.now() - lastBeat > BEAT) beat(); });
  document.addEventListener("desk:goodbye", () => location.reload());
  document.addEventListener("htmx:afterSettle", () => desk.unsent.show());
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-send-card]");
    if (form) { event.preventDefault(); sendCard(form); }
  });
})();
