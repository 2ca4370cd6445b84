/** What the officer's posting may know, kept as it came in pages, searched in memory without a network. */

import type { Change, OwnRecord, Shard } from "./shapes";
import { fold } from "./folding";

export interface Entry {
  id: string;
  kind: string;
  row: Record<string, unknown>;
  /** Made on this tablet and not yet in the server's register. */
  own: boolean;
  words: string;
}
export type Registers = Map<string, Map<string, Entry>>;

/** The fields by which people look for a thing; documents are never among them. */
const SOUGHT = ["number", "names", "nickname", "name", "place", "holder_name", "birth_year", "licence_class", "buyer_class"];

/** Its words are made when they are first needed: of a hundred thousand it takes a while. */
class Listed implements Entry {
  private folded = "";

  constructor(readonly kind: string, readonly id: string, readonly row: Record<string, unknown>, readonly own: boolean) {}

  get words(): string {
    return (this.folded ||= ` ${fold(SOUGHT.map((field) => this.row[field]).filter(Boolean).join(" "))}`);
  }
}

/** Its work is to make the words ready, a few at a step, before somebody looks for any. */
export function* wording(registers: Registers, step = 50): Generator<void> {
  let ready = 0;
  for (const kept of registers.values()) for (const { words } of kept.values()) if (words && (ready += 1) % step === 0) yield;
}

/** Everything in order of arrival: a later row takes the place of an earlier one, null takes it away. */
export function gather(shards: readonly Shard[]): Registers {
  const registers: Registers = new Map();
  for (const { changes } of shards) {
    for (const { kind, id, row } of changes) {
      if (kind === "case") continue;
      const kept = registers.get(kind) ?? registers.set(kind, new Map()).get(kind)!;
      if (row) kept.set(id, new Listed(kind, id, row, false));
      else kept.delete(id);
    }
  }
  return registers;
}

/** The same with this tablet's own records among them; what the server's register has already stays as it is. */
export function withOwn(registers: Registers, records: readonly OwnRecord[]): Registers {
  const all: Registers = new Map(registers);
  const add = (kind: string, id: string, row: Record<string, unknown>) => {
    if (registers.get(kind)?.has(id)) return;
    if (all.get(kind) === registers.get(kind)) all.set(kind, new Map(registers.get(kind)));
    all.get(kind)!.set(id, new Listed(kind, id, row, true));
  };
  for (const { state, form, id, number, answers, madeWith } of records) {
    if (state === "rejected" || state === "replaced") continue;
    add(form, id, { ...answers, number });
    if (madeWith) add("production", madeWith.id, { ...answers, number: madeWith.number });
  }
  return all;
}

export interface Found { entries: Entry[]; total: number; of: number }

/** Those in which every word sought begins some word; what begins with the whole phrase comes first. */
export function find(registers: Registers, kinds: readonly string[], sought: string, most = 30): Found {
  const words = fold(sought).split(" ").filter(Boolean);
  const entries: Entry[] = [];
  let of = 0;
  for (const kind of kinds) {
    for (const candidate of registers.get(kind)?.values() ?? []) {
      of += 1;
      if (words.every((word) => candidate.words.includes(` ${word}`))) entries.push(candidate);
    }
  }
  // Without words there is nothing to rank, and sorting a whole register would be felt.
  const whole = ` ${fold(sought)}`;
  if (words.length > 0) entries.sort((a, b) => rank(a, whole) - rank(b, whole) || (a.words < b.words ? -1 : 1));
  return { entries: entries.slice(0, most), total: entries.length, of };
}

const rank = (candidate: Entry, whole: string) => (candidate.words.includes(whole) ? 0 : 1) + (candidate.own ? 0 : 0.5);

/** The changes that still matter, in pages: what was changed again or taken away since is left out. */
export function compact(shards: readonly Shard[], size = 1000): Shard[] {
  const last = new Map<string, Change>();
  for (const { changes } of shards) {
    for (const change of changes) {
      last.delete(`${change.kind} ${change.id}`);
      if (change.row) last.set(`${change.kind} ${change.id}`, change);
    }
  }
  const all = [...last.values()];
  return Array.from({ length: Math.ceil(all.length / size) }, (_, page) => ({
    changes: all.slice(page * size, (page + 1) * size),
  }));
}
