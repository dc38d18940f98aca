// What a screen says, as lines to compare with the same page loaded anew; and when it has come to rest.
// Put into every page before its own scripts.
(() => {
  if (window.__screen) return;
  const ask = window.fetch, send = XMLHttpRequest.prototype.send, later = window.setTimeout, never = window.clearTimeout;
  const LOOK = 2000, SOON = 1500, SLOW = 12000, FAR = 2 ** 31 - 1;
  const LONGEST = 400; // ms that something is held: a page that waits longer thinks that its line is gone
  const PACE = 1000, QUICKER = 5; // what a page puts off for less than so long comes sooner, unless the line is held
  let flying = 0, at = performance.now();

  // Slow timers never fire, nor does a page ever look by itself, because what it would only notice on its next round, a
  // poke must have told it before. Dice show their lowest: who would look a moment later looks now. What is to happen
  // soon is counted: until then a page has not come to rest.
  const soon = new Map();
  window.setTimeout = (what, ms = 0, ...all) => {
    const id = later(() => { soon.delete(id); at = performance.now(); what(...all); }, ms >= SLOW ? FAR : ms < PACE && !isHeld() ? ms / QUICKER : ms);
    // How the line is doing is not compared, so nobody waits for the second after which it is shown.
    if (ms < SOON && !String(what).includes("[data-line]")) soon.set(id, `${ms} ms: ${String(what).slice(0, 160)} ${new Error().stack.split("\n").slice(2, 5).join(" ")}`);
    return id;
  };
  window.clearTimeout = (id) => { soon.delete(id); never(id); };
  let wait;
  const desk = window.Vejviser = {};
  Object.defineProperty(desk, "wait", { get: () => (ms) => (ms === LOOK ? new Promise(() => {}) : wait(ms === PACE ? PACE - 1 : ms)), set: (real) => { wait = real; } });
  Math.random = () => 0;

  // Whatever a page asks for is counted. While the line is held, it waits to be let through, there and back: what a page
  // gets to see between the steps of a script then hangs on the script's dice, and little on how quick the machine is.
  let held = [];
  const isHeld = () => localStorage.getItem("__held");
  const way = () => new Promise((done) => { if (isHeld()) { held.push(done); later(done, LONGEST); } else done(); });
  const letThrough = () => { for (const done of held) done(); held = []; };

  // Pokes wait as well; what keeps a line alive does not.
  const listen = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", { ...listen, set(hear) {
    listen.set.call(this, (event) => { if (isHeld() && String(event.data).startsWith("42")) held.push(() => hear.call(this, event)); else hear.call(this, event); });
  } });
  const hold = (yes) => { localStorage.setItem("__held", yes ? "yes" : ""); if (!yes) letThrough(); };
  const begin = () => { flying++; };
  const end = () => later(() => { flying--; at = performance.now(); }, 0);
  window.fetch = async (...all) => {
    begin();
    try { await way(); const answer = await ask(...all); await way(); return answer; } finally { end(); }
  };
  XMLHttpRequest.prototype.send = function (...all) {
    begin(); this.addEventListener("loadend", end);
    way().then(() => send.apply(this, all)).catch(end); // given up on the way
  };
  const busy = () => `${document.readyState}, asked for: ${flying}, to happen soon: ${[...soon.values()]}`;
  const isResting = (ms) => document.readyState === "complete" && flying === 0 && soon.size === 0 && performance.now() - at > ms;

  // The whole main region, the title and the availability, one line an element. Left out is what must differ between two
  // tabs of one person: keys of forms, drafts, folds, focus, what was announced, and minutes that pass.
  const SKIP = `script, noscript, template, [data-announce], [data-offers-says], [data-desk-says], [data-connection],
    [data-key^=kept], [data-unsent-list], [data-line], [data-typing], [data-unlock], [data-notify], [data-sound], [data-alert],
    [data-shift-unread], [data-shift-says], [data-shift-error]`;
  const TIMES = ".queue-wait bdi, #desk_side .panel .path li:nth-child(2) span";
  const BARE = new Set(["style", "open", "disabled", "data-last", "data-seen", "data-begun", "data-now", "data-step", "data-says", "aria-describedby"]);
  const tells = (one, { name }) => !BARE.has(name) && !(name === "value" && one.matches("input[name=key], input[name=seen]"))
    && !(name === "aria-current" && one.closest(".desk-jump"))
    && !(name === "data-seq" && one.id === "desk_offers") && !(name === "role" && one.closest("[data-state]"));
  const classes = (text) => text.replace(/htmx-\S+|\blate\b/g, "").trim().split(/\s+/).filter(Boolean);
  const told = ({ name, value }) => (name === "class" ? classes(value).map((word) => `.${word}`).join("") : `${name}=${value}`);
  const attributes = (one) => [...one.attributes].filter((a) => tells(one, a)).map(told).filter(Boolean).sort();

  const lines = (page) => {
    const found = [], say = (depth, words) => found.push(" ".repeat(depth) + words);
    const walk = (node, depth) => {
      const text = node.nodeType === Node.TEXT_NODE && node.data.replace(/\s+/g, " ").trim();
      if (text) say(depth, text);
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIP)) return;
      say(depth, ["<" + node.localName, ...attributes(node), ...(node.disabled ? ["DISABLED"] : [])].join(" ") + ">");
      if (node.localName === "textarea") return;
      if (node.matches(TIMES)) say(depth + 1, "(a time)"); else for (const child of node.childNodes) walk(child, depth + 1);
    };
    for (const one of page.querySelectorAll("header .availability button, main")) walk(one, 0);
    return found;
  };

  const open = () => {
    const talk = document.querySelector("#desk_talk [data-talk]");
    return talk && window.Vejviser?.talks?.get(talk.dataset.talk);
  };
  const here = () => ({ lines: [`title: ${document.title.replace(/\s+/g, " ")}`, ...lines(document)], gone: Boolean(open()?.gone), path: location.pathname + location.search });

  // The page as the server draws it now, with what our scripts do to it before anybody has done anything.
  const anew = async (url) => {
    const answer = await ask(url, { credentials: "same-origin", cache: "no-store", headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const root of page.querySelectorAll("[data-talk]")) window.Vejviser.seen({ root, log: root.querySelector("[data-log]"), words: (name) => root.dataset[name] || "" }).mark();
    return lines(page);
  };

  window.__screen = { hold, letThrough, busy, isResting, here, anew };
})();
