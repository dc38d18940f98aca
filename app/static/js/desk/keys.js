// Keys at the desk: Alt and a digit for my conversations, 0 for whoever has waited longest, M to write, G to search.
(() => {
  "use strict";
  const goal = (event) => {
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    if (digit === "0") return document.querySelector("[data-queue-list] a");
    if (digit) return document.querySelectorAll("[data-mine-list] a[data-mine]")[Number(digit) - 1];
    return { KeyM: document.querySelector("#desk_talk textarea[data-draft]"), KeyG: document.getElementById("card-q") }[event.code];
  };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.getModifierState("AltGraph")) return;
    const found = goal(event);
    if (!found) return;
    event.preventDefault();
    if (found.matches("a")) found.click(); else found.focus();
  });
})();
