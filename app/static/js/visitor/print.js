// [data-print] prints the page; without scripts the button is hidden and the browser's own menu prints as well.
(function () {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-print]");
    if (!button) return;
    event.preventDefault();
    window.print();
  });
})();
