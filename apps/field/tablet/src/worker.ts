/** The tablet's own workers. The one keeps the app on the tablet: the service worker's registration, and when a newer app may take over. */

export type Keeping = "kept" | "insecure" | "unsupported" | "failed";

interface ScriptUrls { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } }

const ADDRESS = "/field/sw.js";
const LOG = "/field/log.js";

/** Under trusted types this address may become a script: the tablet's own workers have one each, known when it was built. */
function scriptUrl(address: string): string {
  const types = (globalThis as { trustedTypes?: ScriptUrls }).trustedTypes;
  if (!types) return address;
  const policy = types.createPolicy("kpfield-worker", {
    createScriptURL(url) {
      if (url !== address) throw new TypeError("Only the tablet's own worker.");
      return url;
    },
  });
  return policy.createScriptURL(address) as string;
}

export const startLog = () => new Worker(scriptUrl(LOG));

export interface Kept {
  keeping: Keeping;
  /** Let a newer app that is ready take over, where it may. */
  offer: () => void;
}

/**
 * Register the worker. `mayTakeOver` is asked before a newer app takes over and the page is loaded again: a form that is
 * open, and what is not sent, belong to the app that made them.
 */
export async function keepOnTablet(mayTakeOver: () => Promise<boolean>): Promise<Kept> {
  const without = (keeping: Keeping): Kept => ({ keeping, offer: () => undefined });
  if (!("serviceWorker" in navigator)) return without("unsupported");
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl(ADDRESS), { scope: "/field/", updateViaCache: "none" });
    const offer = async () => {
      // Asked for only then: a first worker may have stepped in by itself meanwhile.
      if (registration.waiting && (await mayTakeOver())) registration.waiting?.postMessage("take over");
    };
    let known = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (known) location.reload();
      known = true;
    });
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => void offer());
    });
    return { keeping: "kept", offer: () => void offer() };
  } catch {
    return without("failed");
  }
}
