/**
 * The service worker: the shell opens without a network.
 *
 * Django serves this file with `SHELL` in front of it: the version and every file of the app. Only those are ever
 * answered from the cache; what an officer wrote never passes through here.
 */

declare const SHELL: { version: string; page: string; files: string[] };
const worker = self as unknown as ServiceWorkerGlobalScope;

const cacheName = `kpfield-${SHELL.version}`;

worker.addEventListener("install", (event) => {
  // All or nothing: a shell with a file missing would open once and never again.
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll([SHELL.page, ...SHELL.files].map(fresh))));
});

const fresh = (url: string) => new Request(url, { cache: "reload" });

worker.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("kpfield-") && name !== cacheName) await caches.delete(name);
    }
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const key = event.request.mode === "navigate" ? SHELL.page : url.pathname;
  if (key !== SHELL.page && !SHELL.files.includes(key)) return;
  event.respondWith(caches.match(key, { cacheName, ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
});
