// What can be done with a conversation stands below it and follows its state, without taking the page away from anybody.
(() => {
  "use strict";
  const desk = window.Vejviser = window.Vejviser || {};
  const part = () => document.querySelector("[data-below]");
  // Where somebody is pressing or typing nothing is changed under their hands.
  const busy = (old) => old.contains(document.activeElement) || [...old.querySelectorAll("input, textarea")].some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);

  const follow = async () => {
    if (!part() || desk.isDeparting()) return;
    const answer = await desk.line.ask(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
    const fresh = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(answer.body, "text/html").querySelector("[data-below]") : null;
    const old = part();
    if (!fresh || !old || busy(old) || old.innerHTML.trim() === fresh.innerHTML.trim()) return;
    old.replaceWith(document.importNode(fresh, true));
    if (window.htmx) window.htmx.process(part());
  };

  document.addEventListener("talk:moved", follow);
  document.addEventListener("talk:poke", (event) => { if (event.detail.also) follow(); });
})();
