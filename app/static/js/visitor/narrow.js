// While a list is narrowed, the links that bring the reader back here carry what was chosen.
(function () {
  "use strict";
  document.addEventListener("htmx:afterSettle", () => {
    if (!document.querySelector("form[data-narrow]")) return;
    document.querySelectorAll(".language-menu a").forEach((link) => { link.search = location.search; });
    document.querySelectorAll(".area-chip").forEach((link) => {
      const address = new URL(link.href);
      address.searchParams.set("back", location.pathname + location.search);
      link.href = address.pathname + address.search;
    });
  });
})();
