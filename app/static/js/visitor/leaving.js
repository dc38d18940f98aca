// a[data-leaving]: that a link to an outside service was followed is told once for each page that was opened, and
// nothing of who followed it. The link itself goes straight to where it says.
(function () {
  "use strict";
  const told = new Set();

  function tell(event) {
    const link = event.target instanceof Element && event.target.closest("a[data-leaving]");
    const page = document.body.dataset.page, service = link && link.dataset.leaving;
    if (!service || !page || event.button > 1 || told.has(service)) return;
    told.add(service);
    navigator.sendBeacon(`/${location.pathname.split("/")[1]}/leaving`, new URLSearchParams({ page, service }));
  }

  document.addEventListener("click", tell, true);
  document.addEventListener("auxclick", tell, true);
})();
