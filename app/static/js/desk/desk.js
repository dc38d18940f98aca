// The desk: lists that refresh on a poke, a heartbeat, switching between conversations, cards sent from the panel.
(() => {
  "use strict";
  const BEAT = 20000;
  const desk = window.Vejviser = window.Vejviser || {};
  const lists = () => document.getElementById("desk_queue");
  let timer = null, lastBeat = 0, switching = false;
  // A box somebody has made taller carries a style of its own; copying that is an inline style, which our policy refuses.
  if (window.htmx) window.htmx.config.attributesToSettle = ["class"];

  const refresh = () => { clearTimeout(timer); timer = setTimeout(() => window.htmx && window.htmx.trigger(document.body, "desk:refresh"), 150); };

  // The header stands outside what is swapped: it follows the lists.
  const follow = () => {
    const root = lists();
    if (!root) return;
    for (const button of document.querySelectorAll(".availability button")) button.setAttribute("aria-pressed", String(button.value === root.dataset.availability));
    document.dispatchEvent(new CustomEvent("desk:lists"));
  };

  const beat = async () => {
    lastBeat = Date.now();
    const socket = desk.socket;
    if (socket && socket.connected) { socket.emit("beat"); return; }
    const root = lists();
    if (root) await fetch(root.dataset.beat, { method: "POST", credentials: "same-origin" }).catch(() => {});
  };

  // After switching, a librarian wants to write; on a touch screen that would throw up a keyboard.
  const arrive = () => {
    const box = document.querySelector("#desk_talk textarea[data-draft]");
    const place = box && matchMedia("(pointer: fine)").matches ? box : document.querySelector("#desk_talk .talk-name");
    if (place) place.focus();
  };

  const sendCard = async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => null);
    const root = document.querySelector("#desk_talk [data-talk]"), talk = desk.talks.get(root?.dataset.talk);
    if (!answer) { talk?.notice(root.dataset.lost); return; }
    const said = await answer.json();
    if (said.error) { talk?.notice(said.message); talk?.pull(); return; }
    const button = form.querySelector("button");
    button.querySelector("span").textContent = root.dataset.sent; button.disabled = true;
    talk?.pull(); arrive();
  };

  document.addEventListener("DOMContentLoaded", () => { if (!lists()) return; follow(); beat(); setInterval(beat, BEAT); });
  document.addEventListener("htmx:afterSettle", () => { follow(); if (switching) { switching = false; arrive(); } });
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.closest?.(".queue-row a")) switching = true; });
  for (const name of ["desk:queue", "desk:presence", "desk:poke", "talk:seen"]) document.addEventListener(name, refresh);
  // A tab in the background is woken by the socket more often than by its own clock.
  document.addEventListener("desk:poke", () => { if (Date.now() - lastBeat > BEAT) beat(); });
  document.addEventListener("desk:goodbye", () => location.reload());
  document.addEventListener("talk:moved", (event) => {
    const tools = event.target.closest(".desk-talk")?.querySelector(".talk-tools");
    if (tools && window.htmx) window.htmx.ajax("GET", location.href, { target: `#${tools.id}`, select: `#${tools.id}`, swap: "outerHTML" });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-send-card]");
    if (form) { event.preventDefault(); sendCard(form); }
  });
})();
