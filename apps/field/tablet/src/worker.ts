/** Keep the app on the tablet: the service worker's registration, and when a newer app may take over. */

export type Keeping = "kept" | "insecure" | "unsupported" | "failed";

interface ScriptUrls { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } }

const ADDRESS = "/field/sw.js";

/** Under trusted types only this one address may become a script. */
function scriptUrl(): string {
  const types = (globalThis as { trustedTypes?: ScriptUrls }).trustedTypes;
  if (!types) return ADDRESS;
  const policy = types.createPolicy("kpfield-worker", {
    createScriptURL(url) {
      if (url !== ADDRESS) throw new TypeError("Only the tablet's own worker.");
      return url;
    },
  });
  return policy.createScriptURL(ADDRESS) as string;
}

/**
 * Register the worker. `mayTakeOver` is asked when a newer app is ready: it waits until nothing is unfinished or unsent,
 * since a form that is open belongs to the app that opened it.
 */
export async function keepOnTablet(mayTakeOver: () => boolean): Promise<Keeping> {
  if (!isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator)) return "unsupported";
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl(), { scope: "/field/", updateViaCache: "none" });
    const hadWorker = navigator.serviceWorker.controller !== null;
    const offer = () => {
      if (registration.waiting && mayTakeOver()) registration.waiting.postMessage("take over");
    };
    registration.addEventListener("updatefound", () => setTimeout(offer, 3_000));
    navigator.serviceWorker.addEventListener("controllerchange", () => hadWorker && mayTakeOver() && location.reload());
    offer();
    setInterval(offer, 30_000);
    return "kept";
  } catch {
    return "failed";
  }
}
