// While results change under the box, the links that carry the question along carry the new one.
(function () {
  "use strict";
  const CARRIES = ".language-menu a, .ask-bar a.button, .area-chip";

  function carry(link, query) {
    const address = new URL(link.href, location.href);
    if (link.classList.contains("area-chip")) {
      const back = new URL(address.searchParams.get("back") || location.href, location.href);
      back.searchParams.set("q", query);
      address.searchParams.set("back", back.pathname + back.search);
    } else {
      address.searchParams.set("q", query);
    }
    link.href = address.pathname + address.search;
  }

  document.addEventListener("htmx:afterSettle", () => {
    const box = document.querySelector("form[data-search] input[name=q]");
    if (!box) return;
    document.querySelectorAll(CARRIES).forEach((link) => carry(link, box.value.trim()));
  });
})();
