// What stands around an open conversation follows what happens elsewhere: who has it, what can be done with it, who is here.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const SOON = 200, SETTLED = 1000, AGAIN = 5000;
  const parts = () => document.querySelectorAll("[data-around]");

  // The first hint at once, those that follow it together.
  const paced = (work) => {
    let timer = null, last = -Infinity;
    return () => { clearTimeout(timer); timer = setTimeout(() => { last = performance.now(); work(); }, Math.max(SOON, last + SETTLED - performance.now())); };
  };

  // Somebody took, handed over or gave back: is what stands here still mine, and what was gone perhaps free again?
  const look = paced(() => {
    for (const talk of desk.talks.values()) if (talk.alive()) { if (talk.gone) again(talk.root.dataset.pull, () => { if (talk.alive()) { talk.notice(""); talk.reload(); } }); else talk.pull(); }
    if (document.querySelector("[data-again]")) again(location.href, () => location.reload());
  });
  const again = async (url, what) => {
    const answer = await desk.line.ask(url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.status === 200 && !answer.redirected) what();
  };

  // The page as it would be loaded now; of it only these parts, and never one that somebody has a hand on.
  let waiting = false, asking = false, more = false;
  const around = paced(async () => {
    if (!parts().length) return;
    if ([...parts()].some((one) => one.contains(document.activeElement))) { waiting = true; return; }
    if (asking) { more = true; return; }
    waiting = more = false; asking = true;
    const here = location.href, answer = await desk.line.ask(here, { headers: { Accept: "text/html" } }).catch(() => null);
    asking = false;
    // 404 is the desk too, with a conversation that is not to be read: who is here stands on it all the same.
    if ([200, 404].includes(answer?.status) && !answer.redirected && location.href === here) {
      const page = new DOMParser().parseFromString(answer.body, "text/html");
      for (const old of parts()) take(old, page.getElementById(old.id));
    } else if (location.href === here && !(answer?.status < 429)) setTimeout(around, AGAIN);
    if (more) around();
  });
  const take = (old, given) => {
    if (!given || given.innerHTML === old.innerHTML || old.contains(document.activeElement)) return;
    const fresh = document.importNode(given, true);
    old.replaceWith(fresh);
    for (const was of old.querySelectorAll("select[id], textarea[id]")) keep(was, fresh.querySelector(`#${CSS.escape(was.id)}`));
    const folds = fresh.querySelectorAll("details");
    old.querySelectorAll("details").forEach((one, place) => { if (one.open && folds[place]) folds[place].open = true; });
  };
  // What was chosen or half written there stays.
  const keep = (was, is) => { if (is && (is.matches("textarea") ? was.value : [...is.options].some((one) => one.value === was.value))) is.value = was.value; };

  // What is above the log, and what happened last in it, decide what can be done.
  const known = new WeakMap();
  const gist = (root) => `${root.querySelector("[data-state]")?.outerHTML} ${[...root.querySelectorAll(".message.system[data-seq]")].pop()?.dataset.seq}`;
  const changed = (root) => { const was = known.get(root), is = gist(root); known.set(root, is); return was !== undefined && was !== is; };
  const remember = () => { for (const root of document.querySelectorAll("#desk_talk [data-talk], #desk_talk_2 [data-talk]")) if (!known.has(root)) known.set(root, gist(root)); };

  // Also when one has just gone, or the socket has just come: what was told a moment before was not heard.
  for (const name of ["desk:queue", "talk:lost", "line:back"]) document.addEventListener(name, look);
  document.addEventListener("socket:moved", () => { if (document.querySelector("[data-again]")) look(); });
  document.addEventListener("desk:presence", around);
  document.addEventListener("talk:pulled", (event) => { if (changed(event.target)) around(); });
  document.addEventListener("focusout", () => { if (waiting) around(); });
  document.addEventListener("desk:lists", () => {
    const count = document.querySelector(".desk-jump .count"), waits = document.getElementById("desk_queue")?.dataset.waiting;
    if (count && waits && count.textContent !== waits) count.textContent = waits;
  });
  for (const name of ["DOMContentLoaded", "htmx:afterSettle"]) document.addEventListener(name, remember);
})();
