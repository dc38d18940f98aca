// "Karin is writing…": that, never what. Said at most every three seconds, shown at most six.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const EVERY = 3000, SHOWN = 6000;
  let said = -Infinity, unsaid = null;
  const timers = new WeakMap();

  const show = (root, words) => {
    const place = root.querySelector("[data-typing]");
    if (!place) return;
    place.textContent = words;
    clearTimeout(timers.get(place));
    if (words) timers.set(place, setTimeout(() => { place.textContent = ""; }, SHOWN));
  };

  document.addEventListener("input", (event) => {
    const box = event.target, form = box.closest?.("[data-composer]");
    // Never from the box for colleagues, never while somebody takes their words away again.
    if (!form || form.elements.kind || !box.value.trim() || performance.now() - said < EVERY) return;
    say({ conversation: form.closest("[data-talk]").dataset.talk });
  });
  const say = (what) => {
    unsaid = desk.socket?.connected ? null : { what, at: performance.now() };
    if (unsaid) return;
    said = performance.now();
    desk.socket.emit("typing", what);
  };
  // A page that has just opened is written in before its socket is there.
  document.addEventListener("socket:moved", () => { if (unsaid && performance.now() - unsaid.at < EVERY) say(unsaid.what); });
  document.addEventListener("talk:typing", (event) => {
    const talk = desk.talks.get(event.detail.conversation);
    if (!talk || talk.gone) return;
    const { typingWords, typingNameless } = talk.root.dataset, { name } = event.detail;
    show(talk.root, name || !typingNameless ? typingWords.replace("%(name)s", name) : typingNameless);
  });
  document.addEventListener("talk:pulled", (event) => { if (event.detail.incoming) show(event.target, ""); });
})();
