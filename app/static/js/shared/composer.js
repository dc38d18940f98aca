// The box to write in: its draft is kept until it is sent, Enter sends where there is a real keyboard.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};

  // Each box has a draft of its own: what is meant for colleagues never lands in the visitor's.
  const nameOf = (id, kind) => `draft:${id}${kind ? `:${kind}` : ""}`;

  const take = (talk, form) => {
    const box = form.querySelector("textarea"), name = nameOf(talk.id, form.elements.kind?.value), draft = desk.keep.get(name);
    if (draft && !box.value) { box.value = draft; const fold = form.closest("details"); if (fold) fold.open = true; }
    box.addEventListener("input", () => desk.keep.set(name, box.value));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
        event.preventDefault(); form.requestSubmit();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!box.value.trim()) return;
      const item = { ...Object.fromEntries(new FormData(form)), text: box.value, key: desk.newKey(), url: form.action, here: talk.root.dataset.here, name: talk.root.dataset.name || "" };
      if (item.seen !== undefined) item.seen = talk.last;
      box.value = ""; desk.keep.set(name, null);
      talk.say(item); box.focus();
    });
  };

  // Refused for good: the words go back into the box they came from, or wait as its draft until there is one again.
  const giveBack = (talk, item) => {
    const form = talk.forms.find((one) => (one.elements.kind?.value || "") === (item.kind || "")), name = nameOf(talk.id, item.kind);
    const text = [item.text, form ? form.querySelector("textarea").value : desk.keep.get(name)].filter(Boolean).join("\n");
    desk.keep.set(name, text);
    if (form) form.querySelector("textarea").value = text;
    return Boolean(form);
  };

  desk.composer = { take, giveBack, draft: (id, kind) => desk.keep.get(nameOf(id, kind)) };
})();
