// form[data-clears]: what this tab remembers (drafts, ids) is gone before the form leaves.
(function () {
  "use strict";
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.hasAttribute("data-clears")) return;
    try { sessionStorage.clear(); } catch (_) { /* storage may be forbidden */ }
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("draft")).forEach((key) => localStorage.removeItem(key));
    } catch (_) { /* the same */ }
  });
})();
