// The service worker of the staff's pages: shows a notice when it is woken, and opens the desk. It keeps no page.
"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* an empty one still says that somebody needs us */ }
  const { title = "Vejviser", body = "", tag = "", url = self.registration.scope, lang = "", dir = "auto" } = told;
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, dir, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(event.notification.data?.url || self.registration.scope, self.location.href);
  const open = async () => {
    if (to.origin !== self.location.origin) return;
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const desk = windows.find((one) => new URL(one.url).pathname.startsWith(to.pathname));
    if (desk) await desk.focus();
    else await self.clients.openWindow(to.href);
  };
  event.waitUntil(open());
});

// The browser changed its address at the push service: it tells us the new one, where the log-in still holds.
self.addEventListener("pushsubscriptionchange", (event) => {
  const renew = async () => {
    const fresh = event.newSubscription || await self.registration.pushManager.subscribe(event.oldSubscription.options);
    const { endpoint, keys } = fresh.toJSON();
    await fetch(new URL("account/browsers", self.registration.scope), { method: "POST", credentials: "same-origin", body: new URLSearchParams({ endpoint, ...keys }) });
  };
  event.waitUntil(renew());
});
