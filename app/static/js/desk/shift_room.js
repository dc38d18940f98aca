// The room of the shift: new lines come by a poke, what is unread is counted here, words stay until they have arrived.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const room = () => document.querySelector("[data-shift-room]");
  const list = () => document.getElementById("shift_lines");
  const read = () => { try { return Number(localStorage.getItem("shift-read") || 0); } catch { return 0; } };

  // In front of somebody is read; otherwise it is counted, in every tab alike.
  const count = () => {
    const root = room(), mark = root?.querySelector("[data-shift-unread]");
    if (!mark) return;
    const newest = Number(list().dataset.newest);
    if (root.open && !document.hidden && newest > read()) { try { localStorage.setItem("shift-read", String(newest)); } catch { /* counted again next time */ } }
    const unread = root.open ? 0 : [...list().querySelectorAll("[data-line-id]")].filter((one) => Number(one.dataset.lineId) > read()).length;
    mark.textContent = String(unread); mark.hidden = unread === 0;
  };

  // One question at a time; a poke that comes meanwhile is asked for after it.
  let asking = false, more = false;
  const refresh = async () => {
    const root = room();
    if (!root) return;
    if (asking) { more = true; return; }
    asking = true; more = false;
    const answer = await desk.line.ask(root.dataset.url, { headers: { Accept: "text/html" } }).catch(() => null);
    asking = false;
    const given = answer?.status === 200 && !answer.redirected ? new DOMParser().parseFromString(answer.body, "text/html").getElementById("shift_lines") : null;
    if (given && Number(given.dataset.newest) !== Number(list().dataset.newest)) {
      const before = Number(list().dataset.newest);
      list().replaceWith(document.importNode(given, true));
      list().scrollTop = list().scrollHeight;
      const says = root.querySelector("[data-shift-says]"), fresh = [...list().querySelectorAll("[data-line-id]")].filter((one) => Number(one.dataset.lineId) > before);
      says.textContent = root.open ? fresh.map((one) => one.textContent.replace(/\s+/g, " ").trim()).join(" ") : root.dataset.new;
    }
    count();
    if (more) refresh();
  };

  let sending = false;
  const send = async (form) => {
    const box = form.elements.line, error = form.querySelector("[data-shift-error]"), said = box.value;
    if (sending || !said.trim()) return;
    sending = true; error.textContent = "";
    const answer = await desk.line.ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } }).catch(() => null);
    sending = false;
    const told = answer?.json ? JSON.parse(answer.body) : null;
    if (answer?.ok && told?.line) { form.elements.key.value = desk.newKey(); if (box.value === said) box.value = ""; refresh(); }
    else { error.textContent = told?.message || form.dataset.failed; box.focus(); }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-shift-form]");
    if (form && room()) { event.preventDefault(); send(form); }
  });
  document.addEventListener("toggle", (event) => { if (event.target === room()) { if (room().open) list().scrollTop = list().scrollHeight; count(); } }, true);
  for (const name of ["desk:shift", "socket:moved", "line:back"]) document.addEventListener(name, refresh);
  for (const name of ["visibilitychange", "DOMContentLoaded"]) document.addEventListener(name, count);
  addEventListener("storage", (event) => { if (event.key === "shift-read") count(); });
})();
