/**
 * Where maps of the ground lie on the tablet: the one module that touches the browser's cache of them.
 *
 * They are public geography, the same for every officer, and lie outside the vault: nothing of the sites is in them.
 */

export interface Shelf {
  keys(): Promise<string[]>;
  get(key: string): Promise<Blob | null>;
  put(key: string, blob: Blob): Promise<void>;
  drop(key: string): Promise<void>;
}

const NAME = "maps";
const at = (key: string) => `/field/maps/${key}`;

export const shelf: Shelf = {
  async keys() {
    const cache = await caches.open(NAME);
    return (await cache.keys()).map(({ url }) => new URL(url).pathname.slice(at("").length));
  },
  async get(key) {
    const kept = await (await caches.open(NAME)).match(at(key));
    return kept ? kept.blob() : null;
  },
  put: async (key, blob) => (await caches.open(NAME)).put(at(key), new Response(blob)),
  drop: async (key) => void (await (await caches.open(NAME)).delete(at(key))),
};
