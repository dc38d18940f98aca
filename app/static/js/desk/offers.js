// Things to send: asked for when the visitor wrote, never swapped under a hand or a reading eye; arrows, Enter, Escape.
(() => {
  "use strict";
  const place = () => document.getElementById("desk_offers");
  let waiting = null, asking = false;

  const say = (words) => {
    const region = document.querySelector("[data-offers-says]");
    if (region && words) region.textContent = words;
  };

  // Sending the wrong card because the list moved is worse than a list a moment old.
  const busy = (list) => list.contains(document.activeElement) || list.querySelector("details[open]") || (matchMedia("(hover: hover)").matches && list.matches(":hover"));

  const settle = () => {
    const old = place();
    if (!waiting || !old || busy(old)) return;
    const fresh = document.importNode(waiting, true);
    waiting = null;
    if (fresh.dataset.url !== old.dataset.url) return;
    const changed = fresh.dataset.what !== old.dataset.what;
    old.replaceWith(fresh);
    if (changed) say(fresh.dataset.says);
  };

  // The newest line of theirs that is on screen says whether there is anything to ask for.
  const newest = () => Math.max(0, ...Array.from(document.querySelectorAll("#desk_talk .message.theirs[data-seq]"), (row) => Number(row.dataset.seq)));
  const known = () => Math.max(Number(place().dataset.seq), Number(waiting?.dataset.seq || 0));

  const ask = async () => {
    if (asking || !place() || newest() <= known()) return;
    asking = true;
    const url = new URL(place().dataset.url, location.href);
    url.searchParams.set("seq", known());
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
    const found = answer?.status === 200 && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("desk_offers") : null;
    asking = false;
    if (!found) return; // the next pull asks again
    waiting = found;
    settle(); ask();
  };

  const buttons = () => [...document.querySelectorAll("#desk_offers [data-send-card] button, #desk_cards [data-send-card] button")].filter((one) => !one.disabled);
  const step = (from, by) => {
    const box = document.getElementById("card-q");
    const own = from === box ? document.getElementById("desk_cards") : from.closest("#desk_cards, #desk_offers");
    const among = buttons().filter((one) => own.contains(one));
    const next = from === box ? (by > 0 ? among[0] : null) : among[among.indexOf(from) + by];
    if (next) next.focus(); else if (by < 0 && from !== box) box.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const from = event.target.closest?.("#card-q, #desk_side [data-send-card] button");
    if (event.key === "Escape" && event.target.closest?.("#card-q, #desk_offers, #desk_cards")) {
      const box = document.querySelector("#desk_talk textarea[data-draft]");
      if (box) { event.preventDefault(); box.focus(); }
    } else if (from && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault(); step(from, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  document.addEventListener("talk:pulled", (event) => { if (event.target.closest?.("#desk_talk")) ask(); });
  for (const name of ["focusout", "pointerout"]) document.addEventListener(name, () => { if (waiting) setTimeout(settle, 0); });
  document.addEventListener("toggle", () => { if (waiting) setTimeout(settle, 0); }, true);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "desk_cards" || event.detail?.target?.id === "desk_cards") say(document.getElementById("desk_cards")?.dataset.says); });
})();
