/** A tablet and the server that it speaks to, for the tests. */

import { draftOf, fakeChance, fakeClock, fakeServer, memoryStore } from "./fakes";
import type { Parts } from "../src/asking";
import type { Store } from "../src/ports";
import { save } from "../src/saving";

/** With what it keeps on this disk: `saved` saves one record more, and `states` are those of all. */
export function tabletOn<S extends Store>(store: S) {
  const server = fakeServer();
  const clock = fakeClock();
  const chance = fakeChance();
  const parts: Parts = { store, network: server.network, clock, chance, token: "t", language: "fr", app: "test" };
  const saved = async (...draft: Parameters<typeof draftOf>) =>
    (await save(draftOf(...draft), { store, clock, chance, tablet: "14", language: "fr", position: null, records: await store.records() }))[0];
  const states = async () => (await store.records()).map(({ state }) => state);
  return { store, server, clock, parts, saved, states };
}

export const tablet = () => tabletOn(memoryStore());
