/**
 * Practice: the same screens over a state of their own, with invented people, from which nothing leads anywhere.
 *
 * It has no token, no network and no disk, and nobody exchanges anything for it: each of these alone would hold.
 */

import { localDay } from "../moments";
import type { Chance, Clock, Places } from "../ports";
import type { Change, Meta, Posting, Shard } from "../shapes";
import { createState, refresh, type Doors, type State } from "../state";
import type { Vault } from "../store";
import { memoryStore } from "./memory";

/** What the server serves as /field/training.js: forms and lists, and rows whose `days` count from today. */
export interface Material { posting: Posting; changes: Change[] }

/** As every tablet calls itself that practises; the server takes nothing from it. */
export const TRAINING = "00000000-0000-4000-8000-000000000000";

export class NothingLeaves extends Error {}
const refuse = (): never => {
  throw new NothingLeaves("Nothing leaves practice.");
};

export interface Real { state: State; clock: Clock; chance: Chance; places: Places; go: Doors["go"]; later: Doors["later"]; stir?: Doors["stir"]; version: string; begin(): void; end(): void }

export async function practise(material: Material, real: Real): Promise<{ state: State; doors: Doors }> {
  const { state: theirs, clock } = real;
  const tablet = { ...material.posting.tablet, id: TRAINING };
  const state: State = {
    ...createState(),
    // The officer's eyes and hands are the same, and so is the hour; all else is of this practice alone.
    language: theirs.language, sun: theirs.sun, narrow: theirs.narrow, now: theirs.now, route: theirs.route,
    training: true,
  };
  const store = memoryStore(metaOf({ ...material.posting, tablet }, clock), shardOf(material.changes, clock));
  state.online.value = false;
  state.header.value = { tablet, n: 1, all: [1], wrong: 0, waitUntil: 0, closed: false, copies: 0 } as never;
  state.store.value = store;
  await refresh(state);
  state.stage.value = "open";
  return { state, doors: doorsOf(real) };
}

const doorsOf = ({ clock, chance, places, go, later, stir, version, begin, end }: Real): Doors => ({
  clock, chance, places, go, later, stir, version,
  network: { send: refuse },
  // Whoever wants to exchange never gets his turn.
  locks: { alone: async () => undefined },
  room: { setAside: async () => true, giveUp: async () => false },
  vault: NO_VAULT,
  tellTabs: () => undefined,
  practise: begin,
  endPractice: end,
});

/** The tablet's own vault is out of reach: what is asked of one here is what the screens ask while it is open. */
const NO_VAULT = new Proxy({} as Vault, {
  get: (_none, name) => (name === "tastes" ? async () => ({}) : name === "saveTastes" ? async () => undefined : refuse),
});

const metaOf = (posting: Posting, clock: Clock): Partial<Meta> => ({
  posting, officer: posting.officer, seq: 0, previous: null, contactAt: clock.now(), registersAt: clock.now(), seenAt: clock.now(), leaseDays: 3650,
});

/** Papers that hold today hold on whatever day somebody practises. */
function shardOf(changes: readonly Change[], clock: Clock): Shard {
  const day = (days: number) => localDay(clock.now() + days * 86_400_000, clock);
  const dated = ({ days, ...row }: Record<string, unknown>) => {
    if (!Array.isArray(days)) return row;
    return { ...row, starts_on: day(Number(days[0])), ends_on: day(Number(days[1])), revoked_on: null };
  };
  return { n: 1, changes: changes.map(({ kind, id, row }) => ({ kind, id, row: row && dated(row) })) };
}
