// A finished search without a sure answer is told to the server, which looks for itself: the page was opened, or
// something in the results was pressed. What is typed on the way, and a page seen again, tells nothing.
(function () {
  "use strict";
  let told = "";

  function words(box) {
    const field = box && box.querySelector("input[name=q]");
    return field ? field.value : "";
  }

  function tell() {
    const box = document.querySelector("[data-missed]");
    const said = words(box);
    if (!said || said === told) return;
    told = said;
    navigator.sendBeacon(box.dataset.missed, new URLSearchParams({ q: said }));
  }

  const opened = performance.getEntriesByType("navigation")[0];
  if (opened && opened.type !== "navigate") told = words(document.querySelector("[data-missed]"));
  else tell();
  document.addEventListener("click", (event) => { if (event.target.closest("#results")) tell(); }, true);
})();
