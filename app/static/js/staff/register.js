// Registering a question from any staff page: Alt+R or the link in the head opens it as a dialog; Enter saves, and the next begins.
(() => {
  "use strict";
  const link = document.querySelector("[data-register]");
  if (!link) return;
  const PAUSE = 90, PART = { "HX-Request": "true", "HX-Target": "register_form" }, KEPT = "register", STAYS = ["channel", "area", "locale"];
  let dialog = null, says = null;

  const part = (within) => {
    const root = within.closest?.("[data-register-part]");
    return root && {
      root, form: root.querySelector("[data-register-form]"), input: root.querySelector("[data-register-words]"), list: root.querySelector("[data-register-list]"),
      matter: root.querySelector("[data-register-matter]"),
    };
  };
  const options = (at) => [...at.list.children];
  const active = (at) => options(at).find((one) => one.getAttribute("aria-selected") === "true");

  // What makes the box a combobox is said only where a script makes it one.
  const dress = (root) => {
    const at = part(root);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]]) at.input.setAttribute(name, value);
    root.querySelector("[data-register-close]").hidden = !dialog?.contains(root);
  };
  const shut = (at) => { at.list.hidden = true; at.list.replaceChildren(); at.input.setAttribute("aria-expanded", "false"); at.input.removeAttribute("aria-activedescendant"); };
  const point = (at, option) => {
    for (const one of options(at)) one.setAttribute("aria-selected", String(one === option));
    if (option) { at.input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  };
  const pick = (at, option) => { at.matter.value = option.dataset.code; at.input.value = option.textContent; shut(at); };

  // The newest question wins; answers to older ones are dropped.
  let asked = 0, timer = null;
  const ask = async (at) => {
    const mine = asked += 1, url = new URL(at.root.dataset.url, location.href);
    url.searchParams.set("q", at.input.value); url.searchParams.set("area", at.form.elements.area.value);
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null), found = answer?.ok && !answer.redirected ? await answer.json().catch(() => []) : [];
    if (mine !== asked || !at.matter || at.matter.value || document.activeElement !== at.input) return;
    at.list.replaceChildren(...[...found, { code: "-", title: at.root.dataset.other }].map((one, place) => {
      const option = document.createElement("li");
      option.id = `register-option-${place}`; option.role = "option"; option.dir = "auto"; option.dataset.code = one.code; option.textContent = one.title;
      return option;
    }));
    at.list.hidden = !at.input.value.trim();
    at.input.setAttribute("aria-expanded", String(!at.list.hidden));
    point(at, options(at)[0]);
  };

  const kept = () => { try { return new URLSearchParams(sessionStorage.getItem(KEPT) || ""); } catch { return new URLSearchParams(); } };
  const keep = (data) => { try { sessionStorage.setItem(KEPT, new URLSearchParams(STAYS.map((name) => [name, data.get(name) || ""]))); } catch { /* the next one begins plain */ } };

  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-register-part]");
    if (!fresh) return false;
    dialog.querySelector("[data-register-part]")?.remove();
    dialog.append(document.importNode(fresh, true));
    dress(dialog.querySelector("[data-register-part]"));
    says.textContent = dialog.querySelector("[data-register-said], .error-summary")?.textContent.trim() || "";
    dialog.querySelector("#reg-found input, [data-register-words]").focus();
    return true;
  };
  const send = async (url, more = {}) => {
    const answer = await fetch(url, { credentials: "same-origin", ...more, headers: PART }).catch(() => null);
    return Boolean(answer && show(await answer.text()));
  };

  const open = async () => {
    if (dialog?.open) return;
    if (!dialog) {
      dialog = document.createElement("dialog"); says = document.createElement("div");
      dialog.className = "register-dialog"; dialog.setAttribute("aria-labelledby", "register-title");
      says.className = "visually-hidden"; says.setAttribute("aria-live", "polite");
      dialog.append(says); document.body.append(dialog);
    }
    const url = new URL(link.href);
    for (const [name, value] of kept()) if (value) url.searchParams.set(name, value);
    dialog.showModal();
    if (!await send(url)) location.assign(link.href);
  };

  // The desk's list of keys has a switch that turns them all off.
  const keys = () => { try { return localStorage.getItem("keys") !== "no"; } catch { return true; } };

  for (const root of document.querySelectorAll("[data-register-part]")) dress(root);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const here = document.querySelector("main [data-register-words]");
    if (here) here.focus(); else open();
  });
  document.addEventListener("input", (event) => {
    const at = event.target.matches?.("[data-register-words]") && part(event.target);
    if (!at?.matter || event.isComposing) return;
    at.matter.value = ""; clearTimeout(timer);
    timer = setTimeout(() => ask(at), PAUSE);
  });
  document.addEventListener("focusout", (event) => {
    const at = event.target.matches?.("[data-register-words]") && part(event.target);
    if (at && !at.list.hidden) { const now = active(at); if (now && !at.matter.value) pick(at, now); else shut(at); }
  });
  const step = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyR" && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.getModifierState("AltGraph") && keys()) { event.preventDefault(); link.click(); return; }
    const at = !event.isComposing && event.target.matches?.("[data-register-words]") && part(event.target);
    if (!at || at.list.hidden) return;
    const all = options(at), now = active(at);
    if (step[event.key]) { event.preventDefault(); point(at, all[(all.indexOf(now) + step[event.key] + all.length) % all.length]); }
    else if (event.key === "Enter" && now) { event.preventDefault(); pick(at, now); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); shut(at); }
  });
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.("[data-register-list]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.("[data-register-list] li"), at = option && part(option);
    if (at) { pick(at, option); at.input.focus(); }
    if (event.target.closest?.("[data-register-close]")) dialog?.close();
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!dialog?.contains(form)) { if (form.matches("[data-register-form]")) keep(new FormData(form)); return; }
    event.preventDefault();
    const button = form.querySelector("[type=submit]"), data = new FormData(form);
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    if (form.matches("[data-register-form]")) keep(data);
    if (!await send(form.action, { method: "POST", body: new URLSearchParams(data) })) { button.removeAttribute("aria-disabled"); says.textContent = link.dataset.failed; dialog.querySelector("[data-register-failed]")?.remove(); const line = document.createElement("p"); line.className = "error"; line.dataset.registerFailed = ""; line.textContent = link.dataset.failed; form.append(line); }
  });
})();
