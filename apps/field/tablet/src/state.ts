/** What the screens show, as signals; made once by main and handed to everything that changes it. */

import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Trouble } from "./answers";
import type { Doubles } from "./doubles";
import type { Enrolled } from "./enrolling";
import type { Chance, Clock, Locks, Network, Places, Room, Store } from "./ports";
import { isOver } from "./lease";
import { listedIn, type Listed } from "./listed";
import type { Found } from "./reconciling";
import { count, type Counts } from "./records";
import { gather, withOwn, type Registers } from "./registers";
import type { Route } from "./routes";
import type { Draft, Language, Meta, OwnRecord, Shard } from "./shapes";
import type { Header, Vault } from "./store";
import type { Keeping } from "./worker";

export interface Doors {
  clock: Clock;
  chance: Chance;
  network: Network;
  locks: Locks;
  places: Places;
  /** Where there is none, nothing is photographed. */
  room?: Room;
  vault: Vault;
  /** The address bar, which only main touches. */
  go(route: Route): void;
  tellTabs(): void;
  /** When the screen has been drawn and nobody waits. */
  later(work: (left?: () => number) => void): void;
  /** Somebody works, though he touches nothing: the tablet does not lock yet. */
  stir?(): void;
  version: string;
  /** Begin to practise, or begin anew; and end it. */
  practise?(): void;
  endPractice?(): void;
}

export type Stage = "opening" | "enrol" | "locked" | "open" | "broken" | "unread";

export interface State {
  /** Invented people, from whom nothing leads anywhere. */
  training: boolean;
  stage: Signal<Stage>;
  language: Signal<Language>;
  sun: Signal<boolean>;
  narrow: Signal<boolean>;
  online: Signal<boolean>;
  now: Signal<number>;
  route: Signal<Route>;
  header: Signal<Header | null>;
  code: Signal<string>;
  /** What the office answered to let somebody try again; its token is kept once there is a key. */
  granted: Signal<Enrolled | null>;
  store: Signal<Store | null>;
  meta: Signal<Partial<Meta>>;
  drafts: Signal<Draft[]>;
  /** What is on its way to the disk, or did not get there, by the ids of drafts; null for one that is thrown away. */
  unwritten: Map<string, Draft | null>;
  records: Signal<OwnRecord[]>;
  shards: Signal<Shard[]>;
  /** Too long without contact: the registers are here and are not shown. */
  leaseOver: ReadonlySignal<boolean>;
  registers: ReadonlySignal<Registers>;
  /** Which numbers are valid in the whole country; null where that was not told, or is not to be shown. */
  listed: ReadonlySignal<Listed | null>;
  /** The register's people ready to be compared with, once a digger is being registered. */
  doubles: Signal<Doubles | null>;
  counts: ReadonlySignal<Counts>;
  sending: Signal<boolean>;
  /** Rows of the register that this exchange has fetched so far. */
  fetched: Signal<number>;
  /** Bytes of pictures that the server has, of all that it waits for, while they are sent. */
  photos: Signal<{ done: number; all: number } | null>;
  trouble: Signal<Trouble | null>;
  free: Signal<number | null>;
  kept: Signal<boolean>;
  keeping: Signal<Keeping | null>;
  /** What the start found in the two journals; null where there is nothing to find. */
  found: Signal<Found | null>;
  /** A draft that was just thrown away and can be taken back. */
  thrown: Signal<Draft | null>;
  /** Why the last save did not reach the disk, where it did not. */
  full: Signal<boolean>;
}

export function createState(): State {
  const records = signal<OwnRecord[]>([]);
  const shards = signal<Shard[]>([]);
  const [meta, now] = [signal<Partial<Meta>>({}), signal(0)];
  const leaseOver = computed(() => isOver(meta.value, now.value));
  let before: Registers = new Map();
  const pulled = computed(() => (before = leaseOver.value ? new Map() : gather(shards.value, before)));
  return {
    training: false,
    stage: signal<Stage>("opening"),
    language: signal<Language>("en"),
    sun: signal(false),
    narrow: signal(false),
    online: signal(true),
    now,
    route: signal<Route>({ page: "home" }),
    header: signal<Header | null>(null),
    code: signal(""),
    granted: signal<Enrolled | null>(null),
    store: signal<Store | null>(null),
    meta,
    drafts: signal<Draft[]>([]),
    unwritten: new Map(),
    records,
    shards,
    leaseOver,
    registers: computed(() => withOwn(pulled.value, records.value)),
    listed: computed(() => (leaseOver.value ? null : listedIn(shards.value))),
    doubles: signal<Doubles | null>(null),
    counts: computed(() => count(records.value)),
    sending: signal(false),
    fetched: signal(0),
    photos: signal<{ done: number; all: number } | null>(null),
    trouble: signal<Trouble | null>(null),
    free: signal<number | null>(null),
    kept: signal(false),
    keeping: signal<Keeping | null>(null),
    found: signal<Found | null>(null),
    thrown: signal<Draft | null>(null),
    full: signal(false),
  };
}

/** What was in the officer's hands before the disk was read: the drafts, and which of them were not written yet. */
interface Before { drafts: readonly Draft[]; unwritten: ReadonlySet<string> }

/**
 * The drafts of the disk, but for what this officer did while they were read, or what was not there yet when they were.
 *
 * What is written by now may have been written behind the reader's back.
 */
function inHand(drafts: Draft[], before: Before, state: State): Draft[] {
  const [was, now] = [byId(before.drafts), byId(state.drafts.value)];
  const isNewer = (draft: Draft) => was.get(draft.id) !== draft || before.unwritten.has(draft.id) || state.unwritten.has(draft.id);
  const newer = state.drafts.value.filter(isNewer);
  const kept = new Map([...byId(drafts), ...byId(newer)]);
  for (const id of [...was.keys(), ...before.unwritten]) if (!now.has(id)) kept.delete(id);
  return [...kept.values()].sort((a, b) => b.startedAt - a.startedAt);
}

const byId = (drafts: readonly Draft[]) => new Map(drafts.map((draft) => [draft.id, draft]));

/** Read again what lies on the tablet: after a sync, after another tab wrote, after unlocking. */
export async function refresh(state: State): Promise<void> {
  const store = state.store.value;
  if (!store) return;
  const before = { drafts: state.drafts.value, unwritten: new Set(state.unwritten.keys()) };
  const [meta, drafts, records, shards] = await Promise.all([store.meta(), store.drafts(), store.records(), store.shards()]);
  // Locked meanwhile: nothing of it is in memory any more.
  if (state.store.value !== store) return;
  const known = state.shards.value;
  state.meta.value = meta;
  state.drafts.value = inHand(drafts, before, state);
  state.records.value = records.sort((a, b) => b.savedAt - a.savedAt);
  // The registers are made anew only when a page was added, not after every record.
  if (known.length !== shards.length || known.at(-1)?.n !== shards.at(-1)?.n) state.shards.value = shards;
}
