// One box to go anywhere from every staff page: my conversations, what can be done here and now, staff pages, guides. Ctrl or Cmd and K.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const PAUSE = 120, MOST = 40, LONG = 70;
  const box = () => document.querySelector("[data-palette]");
  const part = (name) => box().querySelector(`[data-palette-${name}]`);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const short = (text) => { const words = text.replace(/\s+/g, " ").trim(); return words.length > LONG ? `${words.slice(0, LONG)}…` : words; };

  // What stands on this page already, and is pressed as if by hand.
  const DO = ["#desk_talk .claim-bar button", "#desk_talk [data-state] :is(a, button)", "#desk_talk .talk-tools :is(a, button)", "#take-next", ".availability button", "#say-swamped", "[data-keys-open]"];
  // At the desk the line takes care of what gets lost, and keys can be switched off in its list of them.
  const keysOn = () => { try { return localStorage.getItem("keys") !== "no"; } catch { return true; } };
  const get = async (url) => {
    const how = { headers: { Accept: "text/html" } };
    if (desk.line) return desk.line.ask(url, how);
    const answer = await fetch(url, how);
    return { ok: answer.ok, redirected: answer.redirected, body: await answer.text() };
  };
  const here = () => {
    const { mine, does } = box().dataset;
    const rows = [...document.querySelectorAll("[data-mine-list] a[data-mine]")].map((one) => ({ kind: mine, press: one, words: short(`${one.querySelector(".queue-name").textContent} · ${one.querySelector(".queue-question")?.textContent || ""}`) }));
    const done = DO.flatMap((what) => [...document.querySelectorAll(what)]).filter((one) => !one.disabled && one.getAttribute("aria-pressed") !== "true").map((one) => ({ kind: does, press: one, words: short(one.textContent) }));
    return [...rows, ...done].filter((one) => one.words);
  };

  let things = [], asked = 0, timer = null, found = [];
  const options = () => [...part("list").children];
  const point = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) { part("input").setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else part("input").removeAttribute("aria-activedescendant");
  };

  const draw = () => {
    const words = plain(part("input").value).split(/\s+/).filter(Boolean);
    const fits = here().filter((one) => words.every((word) => plain(one.words).includes(word)));
    things = [...fits, ...found].slice(0, MOST);
    part("list").replaceChildren(...things.map((one, place) => {
      const option = Object.assign(document.createElement("li"), { id: `palette-${place}`, className: "palette-option" });
      option.setAttribute("role", "option");
      const name = Object.assign(document.createElement("span"), { textContent: one.words, dir: "auto" });
      option.append(name, Object.assign(document.createElement("span"), { textContent: one.kind, className: "tag" }));
      return option;
    }));
    part("list").hidden = !things.length;
    part("input").setAttribute("aria-expanded", String(things.length > 0));
    point(options()[0]);
    part("says").textContent = things.length ? "" : part("says").dataset.none;
  };

  // The newest question wins; pages and guides come from the server, in this member's language and with their rights.
  const ask = async () => {
    const mine = asked += 1, url = new URL(box().dataset.url, location.href);
    url.searchParams.set("q", part("input").value);
    const answer = await get(url).catch(() => null);
    if (mine !== asked || !box().open || !answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(answer.body, "text/html");
    const listed = document.querySelector("[data-mine-list]");
    found = [...page.querySelectorAll("[data-go]")].filter((one) => !(listed && "mine" in one.dataset)).map((one) => ({ words: one.textContent.trim(), kind: one.dataset.kind, go: one.dataset.go, beside: one.dataset.beside === "yes" }));
    draw();
  };

  const open = () => {
    if (!box() || box().open || document.querySelector("dialog[open]")) return;
    part("input").value = ""; found = [];
    box().showModal(); part("input").focus(); draw(); ask();
  };
  // The lists are drawn anew while the box is open: what was found in the old ones is looked up in those that stand there now.
  const still = (one) => (one.press.isConnected ? one.press : here().find((now) => now.words === one.words && now.kind === one.kind)?.press);
  const choose = (place) => {
    const one = things[place], press = one?.press && still(one);
    if (!one) return;
    if (one.press && !press) { draw(); return; }
    box().close();
    if (press) { if (press.matches("a, button")) press.click(); else press.focus(); }
    else if (one.beside) window.open(one.go, "_blank", "noopener");
    else location.assign(one.go);
  };

  const STEP = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK" && keysOn()) { if (box()) { event.preventDefault(); open(); } return; }
    if (!event.target.matches?.("[data-palette-input]")) return;
    const all = options(), now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (STEP[event.key] && all.length) { event.preventDefault(); point(all[(now + STEP[event.key] + all.length) % all.length]); }
    else if (event.key === "Enter") { event.preventDefault(); choose(now); }
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-palette-input]")) return;
    draw(); clearTimeout(timer); timer = setTimeout(ask, PAUSE);
  });
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.("[data-palette-list]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".palette-option");
    if (option) choose(options().indexOf(option));
    else if (event.target.closest?.("[data-palette-open]")) open();
    else if (event.target === box()) box().close(); // beside it
  });
})();
