// One conversation on screen, for the visitor and for the desk: send once, pull what is new, never trust a poke.
(() => {
  "use strict";
  const RETRY = [500, 1000, 2000];
  const SLOW = 20000, QUICK = 2000, TIMEOUT = 8000, DEPARTS = 10000;
  const talks = new Map();
  let departed = -Infinity; // when a plain form last began to take this page elsewhere

  const keyOf = () => (crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("-"));
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const store = {
    get(name) { try { return JSON.parse(sessionStorage.getItem(name) || "null"); } catch { return null; } },
    set(name, value) { try { value === null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* private mode: nothing is kept, nothing breaks */ } },
  };

  class Talk {
    constructor(root) {
      this.root = root;
      this.id = root.dataset.talk;
      this.last = Number(root.dataset.last || 0);
      this.log = root.querySelector("[data-log]");
      this.forms = [...root.querySelectorAll("[data-composer]")];
      this.postUrl = this.forms[0]?.action || root.dataset.post;
      this.outbox = store.get(`outbox:${this.id}`) || [];
      this.pulling = false; this.again = false; this.sending = false; this.connected = false;
      this.forms.forEach((form) => this.takeForm(form));
      this.outbox.forEach((item) => this.showOwn(item));
      this.markSeen(Number(root.dataset.seen || 0));
      this.toEnd(true);
      const kept = store.get(`notice:${this.id}`);
      if (kept) { this.notice(kept); store.set(`notice:${this.id}`, null); }
      this.flush(); this.pull(); this.tellSeen(); this.tick();
    }

    alive() { return document.contains(this.root); }

    // Each box has a draft of its own: what is meant for colleagues never lands in the visitor's.
    draftOf(form) { const kind = form.elements.kind?.value; return `draft:${this.id}${kind ? `:${kind}` : ""}`; }

    takeForm(form) {
      const box = form.querySelector("textarea"), name = this.draftOf(form), draft = store.get(name);
      if (draft && !box.value) { box.value = draft; const fold = form.closest("details"); if (fold) fold.open = true; }
      box.addEventListener("input", () => store.set(name, box.value || null));
      box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
          event.preventDefault(); form.requestSubmit();
        }
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const text = box.value.trim();
        if (!text) return;
        const item = { ...Object.fromEntries(new FormData(form)), text: box.value, key: keyOf() };
        this.outbox.push(item); this.keep();
        box.value = ""; store.set(name, null); this.notice("");
        this.showOwn(item); this.flush(); box.focus();
      });
    }

    keep() { store.set(`outbox:${this.id}`, this.outbox.length ? this.outbox : null); }

    showOwn(item) {
      if (this.log.querySelector(`[data-key="${CSS.escape(item.key)}"]`)) return;
      const row = document.createElement("li");
      row.className = item.kind === "note" ? "message note" : "message mine";
      row.dataset.key = item.key; row.dataset.pending = "yes";
      const bubble = document.createElement("div");
      bubble.className = "bubble"; bubble.dir = "auto"; bubble.textContent = item.text;
      const meta = document.createElement("p");
      meta.className = "message-meta";
      const state = document.createElement("span");
      state.className = "message-state"; state.textContent = this.root.dataset.sending;
      meta.append(state); row.append(bubble, meta); this.log.append(row); this.toEnd(true);
    }

    say(key, words) {
      const state = this.log.querySelector(`[data-key="${CSS.escape(key)}"] .message-state`);
      if (state) state.textContent = words;
    }

    // One at a time, so that order is kept; the same key until the server has answered.
    async flush() {
      if (this.sending) return;
      this.sending = true;
      for (let turn = 0; this.outbox.length && this.alive();) {
        const item = this.outbox[0];
        const answer = await this.post(item);
        if (answer === null) { this.say(item.key, this.root.dataset.unsent); this.notice(this.root.dataset.lost); await wait(RETRY[Math.min(turn++, 2)] * (0.75 + Math.random() / 2)); continue; }
        turn = 0; this.outbox.shift(); this.keep(); this.back();
        if (answer.error) { this.giveBack(item, answer.message); continue; }
        this.say(item.key, this.root.dataset.sent);
        if (answer.masked) this.notice(this.root.dataset.hidden);
        this.pull();
      }
      this.sending = false;
    }

    async post(item) {
      try {
        const answer = await fetch(this.postUrl, {
          method: "POST", body: new URLSearchParams(item), credentials: "same-origin", signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT) : undefined,
          headers: { Accept: "application/json" },
        });
        // Sent to the log-in page: the words stay in the outbox, and go once somebody has logged in again.
        if (answer.redirected) { this.reload(); return null; }
        if (answer.status >= 500 || answer.status === 429) return null;
        return await answer.json();
      } catch { return null; }
    }

    // Refused for good: the words go back into the box they came from; where that is gone they stay, marked unsent.
    giveBack(item, message) {
      const form = this.forms.find((one) => (one.elements.kind?.value || "") === (item.kind || ""));
      this.notice(message);
      if (!form) { this.say(item.key, message); return; }
      this.log.querySelector(`[data-key="${CSS.escape(item.key)}"]`)?.remove();
      const box = form.querySelector("textarea");
      box.value = [item.text, box.value].filter(Boolean).join("\n"); store.set(this.draftOf(form), box.value);
      this.pull();
    }

    // Somebody else's now: no more reading or sending, but every word typed stays where it can be copied.
    leave() {
      if (this.gone) return;
      this.gone = true;
      if (!this.root.querySelector("[data-connection]").textContent) this.notice(this.root.dataset.gone);
      for (const button of this.root.querySelectorAll("form button")) button.disabled = true;
      document.dispatchEvent(new CustomEvent("talk:seen"));
    }

    back() { if (this.root.querySelector("[data-connection]")?.textContent === this.root.dataset.lost) this.notice(""); }

    // The whole page again, from an address that can be asked for again; a notice comes along.
    // Never over a form that is on its way: a reload would take the place of the page it leads to.
    reload() {
      if (Date.now() - departed < DEPARTS) return;
      store.set(`notice:${this.id}`, this.root.querySelector("[data-connection]")?.textContent || null);
      const here = this.root.dataset.here;
      if (!here || location.pathname === new URL(here, location.href).pathname) location.reload(); else location.replace(here);
    }

    notice(words) {
      const line = this.root.querySelector("[data-connection]");
      if (line && line.textContent !== words) line.textContent = words;
    }

    async pull() {
      if (this.gone) return;
      if (this.pulling) { this.again = true; return; }
      this.pulling = true;
      try {
        const url = new URL(this.root.dataset.pull, location.href);
        url.searchParams.set("after", this.last);
        const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT) : undefined });
        if (answer.redirected) { this.reload(); return; }
        if (answer.ok) { this.take(await answer.text()); if (!this.outbox.length) this.back(); }
        else if (answer.status === 404 && this.root.dataset.gone) { this.leave(); return; }
        else if (answer.status === 404 || answer.status === 401) { this.reload(); return; }
      } catch { this.notice(this.root.dataset.lost); }
      finally { this.pulling = false; }
      if (this.again) { this.again = false; this.pull(); }
    }

    take(html) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const pulled = page.querySelector("[data-pulled]");
      if (!pulled || !this.alive()) return;
      this.takeState(pulled.querySelector("[data-state]"));
      const atEnd = this.isAtEnd();
      const spoken = [];
      let own = false;
      for (const row of [...pulled.querySelectorAll("ol > li")]) {
        const seq = Number(row.dataset.seq || row.dataset.with || 0);
        if (row.dataset.seq && seq <= this.last) continue;
        if (row.dataset.with && this.log.querySelector(`[data-with="${seq}"]`)) continue;
        const mine = row.dataset.key && this.log.querySelector(`[data-key="${CSS.escape(row.dataset.key)}"]`);
        if (mine) { mine.remove(); own = true; }
        if (row.classList.contains("theirs") || (row.classList.contains("system") && row.dataset.seq)) spoken.push(row.querySelector(".bubble")?.textContent.trim() || "");
        // Words not yet acknowledged stay last.
        this.log.insertBefore(document.importNode(row, true), this.log.querySelector("[data-pending]"));
        if (row.dataset.seq) this.last = Math.max(this.last, seq);
      }
      if (window.htmx) window.htmx.process(this.log);
      if (spoken.length) this.announce(spoken);
      if (atEnd || own) this.toEnd(true);
      this.markSeen(Number(pulled.dataset.seen || 0));
      if (spoken.length) this.tellSeen();
      this.root.dispatchEvent(new CustomEvent("talk:pulled", { bubbles: true, detail: { incoming: spoken.length } }));
    }

    takeState(fresh) {
      const old = this.root.querySelector("[data-state]");
      if (!fresh || !old || old.innerHTML.trim() === fresh.innerHTML.trim()) return;
      const was = old.dataset.status, is = fresh.dataset.status;
      old.replaceWith(document.importNode(fresh, true));
      if (was === is) return;
      // Closing, reopening, and at the desk gaining or losing it, change what can be done below the log too.
      const kind = (status) => `${status.startsWith("closed")}${this.root.dataset.reload === "desk" && status.endsWith("-mine")}`;
      if (kind(was) !== kind(is)) this.reload(); else this.root.dispatchEvent(new CustomEvent("talk:moved", { bubbles: true }));
    }

    markSeen(upto) {
      if (!upto || !this.root.dataset.seenWord) return;
      let latest = null;
      for (const row of this.log.querySelectorAll(".mine[data-seq]")) {
        const state = row.querySelector(".message-state");
        if (state) state.textContent = "";
        if (Number(row.dataset.seq) <= upto) latest = row;
      }
      const meta = latest && latest.querySelector(".message-meta");
      if (!meta) return;
      const state = meta.querySelector(".message-state") || meta.appendChild(Object.assign(document.createElement("span"), { className: "message-state" }));
      state.textContent = this.root.dataset.seenWord;
    }

    tellSeen() {
      if (document.hidden || !this.root.dataset.seenUrl) return;
      const body = new URLSearchParams({ seq: this.last, ...(this.root.dataset.claim ? { claim: this.root.dataset.claim } : {}) });
      fetch(this.root.dataset.seenUrl, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(() => document.dispatchEvent(new CustomEvent("talk:seen"))).catch(() => {});
    }

    announce(texts) {
      const region = this.root.querySelector("[data-announce]");
      if (!region) return;
      for (const text of texts) region.append(Object.assign(document.createElement("p"), { textContent: (this.root.dataset.new || "%(text)s").replace("%(text)s", text) }));
      while (region.childElementCount > 20) region.firstElementChild.remove();
    }

    isAtEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80; }
    toEnd(force) { if (force) this.log.scrollTop = this.log.scrollHeight; }

    async tick() {
      // Short steps: a socket that goes down in the middle of a long wait is noticed within one of them.
      for (let waited = 0; this.alive() && !this.gone;) {
        await wait(QUICK);
        waited += QUICK;
        if (waited < (this.connected && !document.hidden ? SLOW : document.hidden ? SLOW / 2 : QUICK)) continue;
        waited = 0;
        if (this.alive()) this.pull();
      }
      if (talks.get(this.id) === this) talks.delete(this.id);
    }
  }

  const begin = (root) => {
    if (root.dataset.begun) return;
    root.dataset.begun = "yes";
    talks.set(root.dataset.talk, new Talk(root));
    if (window.Vejviser.connected) talks.get(root.dataset.talk).connected = true;
  };
  const beginAll = () => document.querySelectorAll("[data-talk]").forEach(begin);

  window.Vejviser = Object.assign(window.Vejviser || {}, {
    beginAll, talks,
    poke(conversation) { talks.get(conversation)?.pull(); },
    setConnected(yes) { window.Vejviser.connected = yes; for (const talk of talks.values()) { talk.connected = yes; if (yes) talk.pull(); } },
  });
  for (const name of ["focus", "online", "pageshow"]) addEventListener(name, () => { for (const talk of talks.values()) { talk.flush(); talk.pull(); } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) for (const talk of talks.values()) { talk.flush(); talk.pull(); talk.tellSeen(); } });
  // A form that leads away waits until what was written has arrived, or until it is clear that it cannot.
  const waiting = new WeakSet(), passing = new WeakSet();
  const onTheirWay = () => [...talks.values()].some((talk) => talk.alive() && !talk.gone && talk.outbox.length);
  document.addEventListener("submit", async (event) => {
    const form = event.target, by = event.submitter;
    if (passing.has(form) || form.matches("[data-composer], [data-clears], [hx-post], [hx-get]") || !onTheirWay()) return;
    event.preventDefault(); event.stopImmediatePropagation();
    if (waiting.has(form)) return;
    waiting.add(form);
    for (let waited = 0; waited < TIMEOUT && onTheirWay(); waited += 100) await wait(100);
    waiting.delete(form);
    if (!form.isConnected) return;
    passing.add(form);
    form.requestSubmit(by && by.form === form ? by : undefined);
    passing.delete(form);
  }, true);
  addEventListener("submit", (event) => { if (!event.defaultPrevented) departed = Date.now(); });
  addEventListener("pageshow", () => { departed = -Infinity; });
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-clears]")) try { sessionStorage.clear(); localStorage.clear(); } catch { /* nothing was kept */ } });
  document.addEventListener("DOMContentLoaded", beginAll);
  document.addEventListener("htmx:afterSettle", beginAll);
})();
