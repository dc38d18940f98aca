// Words on their way, one list a conversation: sent one at a time, with the same key until the server has answered.
// A list goes on being sent when its conversation is no longer on screen; what is refused for good is kept and said.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const RETRY = [500, 1000, 2000], LOGGED_OUT = 5000;
  const boxes = new Map();

  class Outbox {
    constructor(id) {
      this.id = id; this.items = desk.keep.get(`outbox:${id}`) || [];
      this.running = false; this.notBefore = 0; this.wake = () => {};
    }

    // `talk` shows what becomes of the words while the conversation is on screen; null otherwise.
    get talk() { const found = desk.talks.get(this.id); return found && found.alive() && !found.gone ? found : null; }

    put(item) { this.items.push(item); this.save(); this.run(); }
    save() { desk.keep.set(`outbox:${this.id}`, this.items); }

    async run() {
      if (this.running) return;
      this.running = true;
      for (let turn = 0; this.items.length;) {
        const item = this.items[0], answer = await this.send(item);
        if (answer.wait) {
          this.talk?.unsent(item, answer.message || "");
          this.notBefore = answer.message ? Date.now() + answer.wait : 0;
          await this.rest(answer.wait === true ? desk.about(RETRY[Math.min(turn++, RETRY.length - 1)]) : answer.wait);
          continue;
        }
        turn = 0; this.items.shift(); this.save();
        if (!answer.error) { this.talk?.sent(item, answer); document.dispatchEvent(new CustomEvent("talk:sent", { detail: this.id })); }
        else if (this.talk) this.talk.refused(item, answer);
        else desk.unsent.put({ ...item, id: this.id, why: answer.message });
      }
      this.running = false;
    }

    // What the server said: {seq, …} for stored, {error, message} for refused, {wait} for not yet.
    async send(item) {
      const { url, here, name, card, ...fields } = item, talk = card ? null : this.talk;
      // On screen, the answer brings what else is new, in the language the page has now.
      if (talk) fields.after = talk.last;
      try {
        const body = new URLSearchParams(fields);
        const answer = await desk.line.ask(talk?.postUrl || url, { method: "POST", body, headers: { Accept: "application/json" } });
        // Sent to the log-in page: the words stay here, and go once the same person has logged in again.
        if (answer.redirected) { this.talk?.reload(); return { wait: LOGGED_OUT }; }
        const said = answer.json ? JSON.parse(answer.body) : null;
        if (answer.status === 429 || answer.status === 503) return { wait: Math.max(1, answer.retry || 5) * 1000, message: said?.message };
        if (answer.status >= 500 || !said) return { wait: true };
        return said;
      } catch { return { wait: true }; }
    }

    // A wait the server asked for is kept to; our own ends as soon as the line is back.
    rest(ms) { return new Promise((done) => { const timer = setTimeout(done, ms); this.wake = () => { if (Date.now() < this.notBefore) return; clearTimeout(timer); done(); }; }); }
  }

  desk.outbox = (id) => { if (!boxes.has(id)) boxes.set(id, new Outbox(id)); return boxes.get(id); };
  desk.onTheirWay = () => [...boxes.values()].some((box) => box.items.length);

  // Refused while somebody looked at another conversation: kept where it can be read, copied and put aside.
  desk.unsent = {
    put(item) { desk.keep.set("refused", [...(desk.keep.get("refused") || []), item]); this.show(); },
    take(id) {
      const all = desk.keep.get("refused") || [], own = all.filter((item) => item.id === id);
      if (own.length) { desk.keep.set("refused", all.filter((item) => item.id !== id)); this.show(); }
      return own;
    },
    show() {
      const place = document.querySelector("[data-unsent-list]"), row = document.querySelector("template[data-unsent-row]");
      if (!place || !row) return;
      place.replaceChildren(...(desk.keep.get("refused") || []).map((item) => {
        const one = row.content.firstElementChild.cloneNode(true);
        one.querySelector("[data-to]").textContent = item.name;
        one.querySelector("[data-why]").textContent = item.why || "";
        one.querySelector("[data-text]").textContent = item.text;
        one.querySelector("a").href = item.here;
        one.querySelector("button").addEventListener("click", () => { desk.keep.set("refused", (desk.keep.get("refused") || []).filter((other) => other.key !== item.key)); this.show(); });
        return one;
      }));
      place.hidden = !place.childElementCount;
    },
  };

  const runAll = () => { for (const name of desk.keep.names("outbox:")) desk.outbox(name.slice(7)).run(); };
  const wakeAll = () => { for (const box of boxes.values()) box.wake(); };
  for (const name of ["line:back", "line:wake"]) document.addEventListener(name, wakeAll);
  document.addEventListener("line:lost", () => { for (const box of boxes.values()) for (const item of box.items) box.talk?.unsent(item, ""); });
  document.addEventListener("DOMContentLoaded", () => { if (!document.querySelector("[data-space]")) return; runAll(); desk.unsent.show(); });
})();
