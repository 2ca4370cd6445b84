/** How the server is asked, and what is noted of each contact. */

import type { Chance, Clock, Network, Store } from "./ports";
import type { Kept, Meta } from "./shapes";

export interface Parts {
  store: Store;
  network: Network;
  clock: Clock;
  chance: Chance;
  token: string;
  language: string;
  app: string;
  /** Called as pictures go out, with the bytes that the server has and all that it waits for. */
  sentPhotos?: (done: number, all: number) => void;
  /** Called when something has come that can be shown already, with the rows of this exchange so far. */
  told?: (rows: number) => Promise<void>;
}
const PATH = "/api/sync/v1/";

export const isWaiting = (event: Kept) => event.state === "waiting";

export const ask = (parts: Parts, path: string, body?: string, packed = false) =>
  parts.network.send({
    method: body === undefined ? "GET" : "POST",
    path: PATH + path,
    token: parts.token,
    language: parts.language,
    body,
    packed,
  });

/** What is old is so by the server's clock, as it was last heard: this tablet's may go anywhere at any moment. */
export const serverTime = async ({ store }: Pick<Parts, "store">) => (await store.meta()).serverAt ?? 0;

/**
 * When the server did what it has just answered: as it was last heard, and as long after as has gone by here since.
 *
 * An exchange may stand still for weeks between two calls. Where our clock jumps meanwhile, this comes out too late and
 * never too early: what is kept for a month from then on is kept longer.
 */
export async function answeredAt({ store, clock }: Pick<Parts, "store" | "clock">): Promise<number> {
  const { serverAt = 0, contactAt = 0 } = await store.meta();
  return serverAt + Math.max(0, clock.now() - contactAt);
}

/** That the server was heard, and by how much its clock differs. */
export function contact(now: number, serverAt: number | null, highWater: number | null): Partial<Meta> {
  return {
    contactAt: now,
    seenAt: now,
    ...(serverAt === null ? {} : { serverAt, clockOffset: Math.round((serverAt - now) / 1000) }),
    ...(highWater === null ? {} : { highWater }),
  };
}
