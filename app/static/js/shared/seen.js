// How far each side has read: told at most once a second and never twice the same, shown under the last words read.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const PAUSE = 1000;

  // At the desk on a phone the lists may stand in its place.
  const onScreen = (root) => !root.checkVisibility || root.checkVisibility({ visibilityProperty: true });

  class Seen {
    constructor(talk) { this.talk = talk; this.upto = Number(talk.root.dataset.seen || 0); this.told = 0; this.telling = false; }

    // Under the last words the other side has read: seen. Under newer ones: sent.
    mark(upto = 0) {
      const { talk } = this;
      this.upto = Math.max(this.upto, upto);
      let seen = null, last = null;
      for (const row of talk.log.querySelectorAll(".mine[data-seq]")) {
        const state = row.querySelector(".message-state");
        if (state) state.remove();
        last = row;
        if (Number(row.dataset.seq) <= this.upto) seen = row;
      }
      for (const [row, words] of [[seen, talk.words("seenWord")], [last === seen ? null : last, talk.words("sent")]]) {
        row?.querySelector(".message-meta")?.append(Object.assign(document.createElement("span"), { className: "message-state", textContent: words }));
      }
    }

    async tell() {
      const { talk } = this;
      if (this.telling || document.hidden || !onScreen(talk.root) || !talk.words("seenUrl") || this.told >= talk.last) return;
      this.telling = true;
      await desk.wait(PAUSE);
      const seq = talk.last, body = new URLSearchParams({ seq, talk: talk.id, ...(talk.words("claim") ? { claim: talk.words("claim") } : {}) });
      const heard = talk.alive() && !talk.gone && await desk.line.ask(talk.words("seenUrl"), { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
      this.telling = false;
      if (!heard) return; // gone for good, or told when the line is back
      this.told = seq;
      document.dispatchEvent(new CustomEvent("talk:seen"));
      this.tell();
    }
  }

  desk.seen = (talk) => new Seen(talk);
})();
