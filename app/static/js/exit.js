// Quick exit: the button, or Escape three times within two seconds. The page is blank before anything else happens.
// Where a form[data-leave] stands on the page (a sensitive question tree), twice is enough, and its answers are forgotten.
(function () {
  "use strict";
  const presses = [];

  function wayOut() {
    return document.querySelector("form[data-leave]");
  }

  function forget(form) {
    // Sent on its way before the page goes; where it leads is none of this script's business.
    if (form) fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
    try { sessionStorage.clear(); } catch (_) { /* storage may be forbidden */ }
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("draft")).forEach((key) => localStorage.removeItem(key));
    } catch (_) { /* the same */ }
  }

  function leave() {
    const target = document.body.dataset.exitUrl || "about:blank";
    const form = wayOut();
    document.documentElement.hidden = true;
    document.title = "\u00a0";
    document.body.replaceChildren();
    forget(form);
    location.replace(target);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("#quick-exit");
    if (!link) return;
    event.preventDefault();
    leave();
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== wayOut()) return;
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat || !document.body.dataset.exitUrl) return;
    const now = performance.now();
    presses.push(now);
    while (presses.length && now - presses[0] > 2000) presses.shift();
    if (presses.length >= (wayOut() ? 2 : 3)) leave();
    // One press closes an open header menu.
    else document.querySelectorAll("details.menu[open]").forEach((menu) => menu.removeAttribute("open"));
  });

  // A page kept by the browser for the Back button must not come back with its words on it.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.hidden) location.replace(document.body.dataset.exitUrl || "about:blank");
  });
})();
