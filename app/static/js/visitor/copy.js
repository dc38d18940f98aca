// [data-copy="id"] copies what the field of that id holds, or the code inside it, and says so in the status beside it.
// Without scripts one selects by hand.
(function () {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    const code = field.querySelector("code");
    if (code) getSelection().selectAllChildren(code);
    else field.select();
    try {
      await navigator.clipboard.writeText(code ? code.textContent : field.value);
    } catch {
      return; // refused, or a page without TLS: the text is selected, and the keyboard's own way still works
    }
    const status = button.parentElement.querySelector("[data-copy-status]");
    if (status) status.textContent = button.dataset.copied;
  });
})();
