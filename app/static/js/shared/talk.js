// One conversation on screen, for the visitor and for the desk: send once, pull what is new, never trust a poke.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const QUICK = 2000, SLOW = 20000, HIDDEN = 60000;   // ms between pulls: without a socket, with one, with nobody looking
  const OVERTAKES = 300, SPOKEN = 60000;
  const talks = desk.talks = new Map();

  class Talk {
    constructor(root) {
      this.root = root; this.id = root.dataset.talk; this.last = this.known = Number(root.dataset.last || 0);
      this.log = root.querySelector("[data-log]");
      this.forms = [...root.querySelectorAll("[data-composer]")];
      this.postUrl = this.forms[0]?.action || root.dataset.post;
      this.outbox = desk.outbox(this.id);
      this.pulling = this.again = false; this.digest = ""; this.notBefore = 0;
      this.seen = desk.seen(this);
    }

    begin() {
      this.quiet(this.root.querySelector("[data-state]"));
      this.forms.forEach((form) => desk.composer.take(this, form));
      for (const item of desk.unsent.take(this.id)) { desk.composer.giveBack(this, item); this.notice(item.why); }
      for (const kind of ["", "note"]) if (!this.forms.some((form) => (form.elements.kind?.value || "") === kind)) this.showKept(kind);
      this.outbox.items.forEach((item) => this.showOwn(item));
      this.seen.mark();
      desk.place.watch(this.log); desk.place.arrive(this.id, this.log);
      const kept = desk.keep.get(`notice:${this.id}`);
      if (kept) { this.notice(kept); desk.keep.set(`notice:${this.id}`, null); }
      this.outbox.run(); this.pull(); this.seen.tell(); this.tick();
    }

    alive() { return document.contains(this.root); }
    words(name) { return this.root.dataset[name] || ""; }
    row(key) { return this.log.querySelector(`[data-key="${CSS.escape(key)}"]`); }

    say(item) { this.notice(""); this.showOwn(item); this.outbox.put(item); }

    showOwn(item, words = this.words("sending")) {
      if (item.card || this.row(item.key)) return;
      const row = document.createElement("li");
      row.className = item.kind === "note" ? "message note" : "message mine";
      row.dataset.key = item.key; row.dataset.pending = "yes";
      const bubble = Object.assign(document.createElement("div"), { className: "bubble", dir: "auto", textContent: item.text });
      const meta = Object.assign(document.createElement("p"), { className: "message-meta" });
      meta.append(Object.assign(document.createElement("span"), { className: "message-state", textContent: words }));
      row.append(bubble, meta); this.log.append(row); desk.place.toEnd(this.log);
    }

    // Words that cannot be sent, because there is no box any more: they stand where they can be read and copied.
    showKept(kind) {
      const text = desk.composer.draft(this.id, kind);
      if (text && this.words("kept")) this.showOwn({ key: `kept${kind}`, kind, text }, this.words("kept"));
    }

    state(key, words) { const state = this.row(key)?.querySelector(".message-state"); if (state && state.textContent !== words) state.textContent = words; }

    card(item, words) { document.dispatchEvent(new CustomEvent("talk:card", { detail: { key: item.key, words } })); }

    unsent(item, message) { this.state(item.key, this.words("unsent")); if (message) this.notice(message); }

    sent(item, answer) {
      this.state(item.key, this.words("sent"));
      if (item.card) this.card(item, this.words("sent"));
      this.notice(answer.masked ? this.words("hidden") : "");
      if (answer.pulled) this.take(answer.pulled); else this.pull();
    }

    refused(item, answer) {
      this.row(item.key)?.remove();
      if (item.card) this.card(item, "");
      else if (!desk.composer.giveBack(this, item)) this.showKept(item.kind || "");
      this.notice(answer.message);
      this.pull();
    }

    // Somebody else's now: no more reading or sending, but every word typed stays where it can be copied.
    leave(words) {
      if (this.gone) return;
      this.gone = true;
      if (!this.root.querySelector("[data-connection]").textContent) this.notice(words);
      // What stood above it is how it was: "this person is waiting" beside "a colleague has it" would be two stories.
      if (this.words("side") === "staff") this.root.querySelector("[data-state]")?.replaceChildren();
      for (const button of this.root.querySelectorAll("form button")) button.disabled = true;
      for (const name of ["talk:seen", "talk:lost"]) document.dispatchEvent(new CustomEvent(name));
    }

    // Left or erased in another tab, or over: nothing of it stays here either.
    clear() {
      if (this.gone || desk.isDeparting()) return;
      this.gone = true; desk.keep.forget(); location.replace(this.words("cleared"));
    }

    // The whole page again, from an address that can be asked for again; a notice comes along.
    reload() {
      if (desk.isDeparting()) return;
      desk.keep.set(`notice:${this.id}`, this.root.querySelector("[data-connection]")?.textContent || null);
      const here = this.root.dataset.here;
      if (!here || location.pathname === new URL(here, location.href).pathname) location.reload(); else location.replace(here);
    }

    notice(words) { const line = this.root.querySelector("[data-connection]"); if (line && line.textContent !== words) line.textContent = words; }

    async poke({ seq, also }) {
      // The poke for one's own words may overtake their answer, which brings the same.
      if (!also && this.outbox.running) await desk.wait(OVERTAKES);
      if (also || seq === undefined || seq > this.known) this.pull();
    }

    async pull() {
      if (this.gone || !this.alive() || Date.now() < this.notBefore) return;
      if (this.pulling) { this.again = true; return; }
      this.pulling = true;
      try { this.answered(await this.ask()); }
      catch { /* no answer; the line asks until there is one, and then everybody pulls */ }
      finally { this.pulling = false; }
      if (this.again) { this.again = false; this.pull(); }
    }

    ask() {
      const url = new URL(this.root.dataset.pull, location.href);
      url.searchParams.set("after", this.last);
      if (this.digest) url.searchParams.set("state", this.digest);
      url.searchParams.set("talk", this.id);
      return desk.line.ask(url, { headers: { Accept: "text/html" } });
    }

    answered(answer) {
      if (answer.redirected) this.reload();
      else if (answer.status === 204) return;
      else if (answer.ok) this.take(answer.body);
      else if (answer.status === 429 || answer.status === 503) this.notBefore = Date.now() + Math.max(1, answer.retry) * 1000;
      else if (answer.status === 409) this.leave(this.words("other"));
      else if (answer.status === 404 && this.words("side") === "visitor") this.clear();
      else if (answer.status === 404) this.leave(this.words("gone"));
      else if (answer.status === 401) this.reload();
    }

    take(html) {
      const pulled = new DOMParser().parseFromString(html, "text/html").querySelector("[data-pulled]");
      if (!pulled || !this.alive()) return;
      const wasAtEnd = desk.place.isAtEnd(this.log), spoken = this.append(pulled);
      const state = this.takeState(pulled);
      if (window.htmx) window.htmx.process(this.log);
      this.announce(spoken.length || !state ? spoken : [state]);
      if (wasAtEnd) desk.place.toEnd(this.log); else if (spoken.length) desk.place.hint(this.log, true);
      this.seen.mark(Number(pulled.dataset.seen || 0));
      if (spoken.length) this.seen.tell();
      this.root.dispatchEvent(new CustomEvent("talk:pulled", { bubbles: true, detail: { incoming: spoken.length, below: pulled.dataset.belowIs } }));
    }

    // New rows in their order; gives what a screen reader should hear of them, never one's own.
    append(pulled) {
      const spoken = [];
      for (const row of pulled.querySelectorAll("ol > li")) {
        const seq = Number(row.dataset.seq || row.dataset.with || 0), key = row.dataset.key;
        if (row.dataset.seq ? seq <= this.last : this.log.querySelector(`[data-with="${seq}"]`)) continue;
        if (key) this.row(key)?.remove();
        const text = row.querySelector(".bubble")?.textContent.replace(/\s+/g, " ").trim() || "";
        if (row.classList.contains("theirs")) spoken.push(this.words("new").replace("%(text)s", () => text));
        else if (row.classList.contains("system") && row.dataset.seq) spoken.push(text);
        // Words not yet acknowledged stay last.
        this.log.insertBefore(document.importNode(row, true), this.log.querySelector("[data-pending]"));
        if (row.dataset.seq) this.last = Math.max(this.last, seq);
      }
      return spoken;
    }

    // Live regions that are replaced are read by some readers and not by others: what is new is said by [data-announce] alone.
    quiet(state) { for (const one of state?.querySelectorAll("[role=status]") || []) one.removeAttribute("role"); }
    gist(state) { return [...state.querySelectorAll(".chat-status, .queue-text")].map((one) => one.textContent.trim()).join(" "); }

    takeState(pulled) {
      const upto = Number(pulled.dataset.last || 0);
      // Drawn before something that is here already: the answer to a send can be overtaken by a pull.
      if (upto < this.known) { this.pull(); return ""; }
      this.known = upto; this.digest = pulled.dataset.digest || "";
      // Mine again under another number, given back and claimed in another tab: every form here is stale.
      if (pulled.dataset.claim && this.words("claim") && pulled.dataset.claim !== this.words("claim")) this.reload();
      const given = pulled.querySelector("[data-state]");
      const old = this.root.querySelector("[data-state]"), fresh = given && document.importNode(given, true);
      this.quiet(fresh);
      if (!fresh || !old || (old.innerHTML.trim() === fresh.innerHTML.trim() && old.dataset.status === fresh.dataset.status)) return "";
      const was = old.dataset.status, is = fresh.dataset.status, before = this.gist(old);
      const held = old.contains(document.activeElement) && document.activeElement.id;
      old.replaceWith(fresh);
      if (held) fresh.querySelector(`#${CSS.escape(held)}`)?.focus({ preventScroll: true });
      if (was !== is) this.moved(was, is);
      return this.gist(fresh) === before ? "" : this.gist(fresh);
    }

    // Closing, reopening, and at the desk gaining or losing it, change what can be done below the log too.
    moved(was, is) {
      const kind = (status) => `${status.startsWith("closed")}${this.root.dataset.reload === "desk" && /-(mine|beside|asked|reading)$/.exec(status)?.[0]}`;
      if (kind(was) !== kind(is)) this.reload();
    }

    announce(texts) {
      const region = this.root.querySelector("[data-announce]");
      for (const text of region ? texts : []) {
        const line = Object.assign(document.createElement("p"), { textContent: text });
        region.append(line);
        setTimeout(() => line.remove(), SPOKEN);
      }
    }

    async tick() {
      // Short steps: a socket that goes down in the middle of a long wait is noticed within one of them.
      for (let waited = 0; this.alive() && !this.gone;) {
        await desk.wait(QUICK);
        waited += QUICK;
        const rest = desk.connected ? [SLOW, HIDDEN] : [QUICK, SLOW];
        if (waited < rest[Number(document.hidden)] || desk.line.lost) continue;
        waited = 0;
        this.pull();
      }
      if (talks.get(this.id) === this && !this.alive()) talks.delete(this.id); // what is gone may come back
    }
  }

  const beginAll = desk.beginAll = () => {
    for (const root of document.querySelectorAll("[data-talk]")) {
      if (root.dataset.begun) continue;
      root.dataset.begun = "yes";
      const talk = new Talk(root);
      talks.set(talk.id, talk);
      talk.begin();
    }
  };
  const all = (what) => { for (const talk of talks.values()) if (talk.alive()) what(talk); };
  const pullAll = () => all((talk) => talk.pull());

  document.addEventListener("socket:moved", pullAll);
  for (const name of ["line:back", "line:wake"]) document.addEventListener(name, () => all((talk) => { talk.pull(); talk.seen.tell(); }));
  document.addEventListener("talk:poke", (event) => talks.get(event.detail.conversation)?.poke(event.detail));
  document.addEventListener("talk:read", ({ detail }) => { const talk = talks.get(detail.conversation); if (talk && detail.by !== talk.words("side")) talk.seen.mark(detail.seq); });
  document.addEventListener("desk:goodbye", pullAll);
  document.addEventListener("DOMContentLoaded", beginAll);
  document.addEventListener("htmx:afterSettle", beginAll);
})();
