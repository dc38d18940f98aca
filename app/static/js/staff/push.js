// The account page: may this browser be woken, is it, and the press that asks for it. Nothing is asked before that press.
(() => {
  "use strict";
  const box = document.querySelector("[data-wake]");
  if (!box) return;
  const { key, worker, add, done } = box.dataset;
  const show = (state) => { for (const part of box.querySelectorAll("[data-wake-if]")) part.hidden = part.dataset.wakeIf !== state; };
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

  // Chosen in another language, the worker stands at another address; this browser is woken all the same.
  const registered = async () => {
    const all = await navigator.serviceWorker.getRegistrations();
    return all.filter((one) => new URL((one.active || one.waiting || one.installing).scriptURL).pathname.endsWith("/staff/wake.js"));
  };
  const subscribed = async () => {
    for (const one of await registered()) {
      const found = await one.pushManager.getSubscription();
      if (found) return found;
    }
    return null;
  };
  const mark = async (subscription) => {
    const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
    return [...new Uint8Array(sum)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  const look = async () => {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return show("cannot");
    const subscription = await subscribed();
    const row = subscription && box.querySelector(`[data-mark="${await mark(subscription)}"]`);
    if (row) row.querySelector("[data-wake-this]").hidden = false;
    return show(row && Notification.permission === "granted" ? "on" : Notification.permission === "denied" ? "denied" : "off");
  };

  const ready = async () => {
    const registration = await navigator.serviceWorker.register(worker, { scope: worker.replace(/wake\.js$/, "") });
    if (registration.active) return registration;
    const coming = registration.installing || registration.waiting;
    await new Promise((resolve) => { coming.addEventListener("statechange", () => { if (coming.state === "activated") resolve(); }); });
    return registration;
  };
  const wake = async () => {
    if (await Notification.requestPermission() !== "granted") return look();
    const old = await subscribed();
    if (old) await old.unsubscribe(); // it may know another key of ours, and then nobody could wake it
    const registration = await ready();
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const { endpoint, keys } = subscription.toJSON();
    const answer = await fetch(add, { method: "POST", credentials: "same-origin", body: new URLSearchParams({ endpoint, ...keys }) });
    if (!answer.ok || answer.redirected) throw new Error("refused");
    // The same page with another hash would not be loaded again.
    location.assign(done);
    if (new URL(done, location.href).search === location.search) location.reload();
    return null;
  };

  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-wake-on]")) return;
    box.querySelector("[data-wake-failed]").hidden = true;
    wake().catch(() => { box.querySelector("[data-wake-failed]").hidden = false; });
  });
  box.addEventListener("submit", (event) => {
    const row = event.target.matches("[data-wake-remove]") && event.target.closest("[data-mark]");
    if (!row || row.querySelector("[data-wake-this]").hidden) return;
    event.preventDefault();
    subscribed().then((found) => found?.unsubscribe()).catch(() => {}).finally(() => event.target.submit());
  });
  look().catch(() => show("cannot"));
})();
