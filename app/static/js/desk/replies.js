// Prepared replies: a slash in an empty message, or the button, opens a list; Enter looks at one, Enter sends it, Escape goes back.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const PAUSE = 120;

  const parts = (within) => {
    const root = within.closest("[data-talk]") || document.querySelector("#desk_talk [data-talk]"), tools = root?.querySelector("[data-replies]"), box = tools?.querySelector("[data-replies-box]");
    return box && {
      root, tools, box, search: box.querySelector("[data-replies-search]"), input: box.querySelector("[role=combobox]"),
      list: box.querySelector("[data-replies-list]"), says: box.querySelector("[data-replies-says]"), preview: box.querySelector("[data-replies-preview]"),
      opener: tools.querySelector("[data-replies-open]"), composer: root.querySelector("form.composer textarea"),
    };
  };
  const options = (at) => [...at.list.children];
  const active = (at) => options(at).find((one) => one.getAttribute("aria-selected") === "true");
  const write = (at, text) => { at.composer.value = text; at.composer.dispatchEvent(new Event("input", { bubbles: true })); };

  const point = (at, option) => {
    for (const one of options(at)) one.setAttribute("aria-selected", String(one === option));
    if (!option) { at.input.removeAttribute("aria-activedescendant"); return; }
    at.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const open = (at, slash) => {
    at.box.hidden = false; at.box.dataset.slash = slash ? "yes" : "";
    at.opener.setAttribute("aria-expanded", "true");
    at.input.value = ""; look(at); ask(at);
  };
  const look = (at) => { at.preview.hidden = true; at.preview.replaceChildren(); at.search.hidden = false; at.input.focus(); };

  // Back to writing; what was typed after a slash was perhaps meant for the visitor.
  const close = (at, give) => {
    const typed = at.input.value;
    at.box.hidden = true; at.list.replaceChildren(); at.preview.replaceChildren(); at.says.textContent = "";
    at.opener.setAttribute("aria-expanded", "false"); at.input.setAttribute("aria-expanded", "false");
    if (give && at.box.dataset.slash && typed && !at.composer.value) write(at, `/${typed}`);
    at.composer.focus();
  };

  // The newest question wins; answers to older ones are dropped.
  let asked = 0;
  const ask = async (at) => {
    const mine = asked += 1, url = new URL(at.tools.dataset.url, location.href);
    url.searchParams.set("as", "list"); url.searchParams.set("q", at.input.value);
    const answer = await desk.line.ask(url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (mine !== asked || at.box.hidden) return;
    const found = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(answer.body, "text/html").querySelector("[data-offers]") : null;
    if (!found) { at.says.textContent = at.says.dataset.failed; return; }
    at.box.offers = found;
    at.list.replaceChildren(...[...found.querySelectorAll("[data-reply]")].map((one, place) => {
      const option = document.importNode(one, true);
      option.id = `${at.list.id}-${place}`;
      return option;
    }));
    at.input.setAttribute("aria-expanded", String(options(at).length > 0));
    at.says.textContent = found.dataset.says;
    point(at, options(at)[0]);
  };
  let timer = null;
  const askSoon = (at) => { clearTimeout(timer); timer = setTimeout(() => ask(at), PAUSE); };

  const choose = (at, option) => {
    const given = at.box.offers?.querySelector(`[data-preview-of="${CSS.escape(option.dataset.reply)}"]`);
    if (!given) return;
    at.preview.replaceChildren(...[...given.childNodes].map((one) => document.importNode(one, true)));
    at.search.hidden = true; at.preview.hidden = false;
    const theirs = at.preview.querySelector("[data-theirs]"), send = at.preview.querySelector("[data-send-reply] button");
    theirs.id = `${at.list.id}-theirs`;
    if (send) send.setAttribute("aria-describedby", theirs.id);
    (send || at.preview).focus();
  };

  // Where a reply is looked at: in the box, or in the panel beside the conversation.
  const read = (within) => within.closest("[data-side-reply], [data-replies-preview]").querySelector("[data-theirs]").textContent;
  const fold = (within) => { const beside = within.closest("[data-side-reply]"); if (beside) beside.open = false; };

  // It takes its place among the words on their way, and shows there what will be read until the log has it.
  const send = (at, form) => {
    const talk = desk.talks.get(at.root.dataset.talk), theirs = read(form);
    const item = { ...Object.fromEntries(new FormData(form)), key: desk.newKey(), card: "yes", url: form.action, here: at.root.dataset.here, name: at.root.dataset.name, text: theirs };
    close(at, false);
    talk.say(item); talk.showOwn({ ...item, card: "" });
  };

  const step = { ArrowDown: 1, ArrowUp: -1 };
  const typing = (at, event) => {
    const all = options(at), now = active(at);
    if (step[event.key] && all.length) { event.preventDefault(); point(at, all[(all.indexOf(now) + step[event.key] + all.length) % all.length]); }
    else if (event.key === "Enter") { event.preventDefault(); if (now) choose(at, now); }
    else if (event.key === "Backspace" && !at.input.value && at.box.dataset.slash) { event.preventDefault(); close(at, false); }
  };

  document.addEventListener("input", (event) => {
    const at = event.target.matches?.("form.composer textarea, [data-replies-box] [role=combobox]") && parts(event.target);
    if (!at || event.isComposing) return;
    if (event.target === at.input) askSoon(at);
    else if (event.target.value === "/" && at.box.hidden) { write(at, ""); open(at, true); }
  });
  document.addEventListener("keydown", (event) => {
    const at = !event.isComposing && event.target.closest?.("[data-replies-box]") && parts(event.target);
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") { event.preventDefault(); if (at.preview.hidden) close(at, true); else look(at); }
    else if (event.target === at.input) typing(at, event);
  });
  // A press on an option must not take the focus from the box it belongs to.
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.("[data-replies-list]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const on = (what) => event.target.closest?.(what), place = on("[data-replies], [data-side-reply]"), at = place && parts(place);
    if (!at) return;
    const option = on("[data-replies-list] [data-reply]");
    if (option) choose(at, option);
    else if (on("[data-replies-open]")) { if (at.box.hidden) open(at, false); else close(at, true); }
    else if (on("[data-replies-close]")) close(at, true);
    else if (on("[data-replies-back]")) look(at);
    else if (on("[data-edit-first]")) {
      event.preventDefault();
      const theirs = read(event.target);
      fold(event.target); close(at, false); write(at, [at.composer.value, theirs].filter(Boolean).join("\n"));
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-replies-box] [data-send-reply], [data-side-reply] [data-send-reply]"), at = form && parts(form);
    if (at) { event.preventDefault(); fold(form); send(at, form); }
  });
})();
