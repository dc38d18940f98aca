// What can be done with a conversation stands below it and follows it, without taking the page away from anybody.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const AGAIN = 5000;
  const here = () => document.querySelector("[data-talk]").dataset.here;
  const part = () => document.querySelector("[data-below]");
  // Where somebody is pressing or typing nothing is changed under their hands.
  const busy = (old) => old.contains(document.activeElement) || [...old.querySelectorAll("input, textarea")].some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);

  // `wanted`: what the last pull says that it stands for. One is asked for at a time, so that an old one never comes last.
  let wanted, asking = false;
  const isBehind = (old) => old && wanted !== undefined && old.dataset.below !== wanted;
  const follow = async () => {
    if (asking || !isBehind(part()) || busy(part()) || desk.isDeparting()) return;
    asking = true;
    const asked = wanted, answer = await desk.line.ask(here(), { headers: { Accept: "text/html" } }).catch(() => null);
    asking = false;
    const fresh = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(answer.body, "text/html").querySelector("[data-below]") : null;
    const old = part();
    if (!fresh) { setTimeout(follow, AGAIN); return; }
    if (old && !busy(old)) { old.replaceWith(document.importNode(fresh, true)); if (window.htmx) window.htmx.process(part()); }
    if (wanted !== asked) follow();
  };

  document.addEventListener("talk:pulled", ({ detail }) => { wanted = detail.below; follow(); });
  document.addEventListener("focusout", () => setTimeout(follow, 0));
})();
