/** What the officer's posting may know, kept as it came in pages: a row is there by its id, and nothing is made twice. */

import { compactList } from "./listed";
import { leading } from "./merged";
import type { Change, OwnRecord, Shard } from "./shapes";
import { Table, type Packed } from "./tables";
import { Texts } from "./texts";

type Row = Record<string, unknown>;
export interface Entry {
  id: string;
  kind: string;
  row: Row;
  /** Made on this tablet and not yet in the server's register. */
  own: boolean;
  /** As it is sought, once it was. */
  line?: string;
}
export type Registers = Map<string, Register>;
type Singles = ReadonlyMap<string, Entry | null>;
type Hidden = ReadonlyMap<Table, ReadonlySet<number>>;

/**
 * One kind of row. What came row by row stands before the same id in a table, and null takes it away.
 *
 * Who asks for an entry that is merged into another, by its id or its number, is led to that other one.
 */
export class Register {
  private ledBySingles?: Map<string, Entry>;
  private readonly columns = new Map<string, Map<unknown, Entry[]>>();

  constructor(
    readonly kind: string,
    readonly texts: Texts,
    private readonly singles: Singles = new Map(),
    private readonly hidden: Hidden = hiddenBy(singles, texts.tables),
  ) {}

  get size(): number {
    let size = 0;
    for (const table of this.texts.tables) size += table.size - (this.hidden.get(table)?.size ?? 0);
    for (const entry of this.singles.values()) size += entry ? 1 : 0;
    return size;
  }

  /** With these beside, of which it has none. */
  with(entries: Singles): Register {
    return new Register(this.kind, this.texts, new Map([...this.singles, ...entries]), this.hidden);
  }

  /** Whether it stands here by itself. */
  has = (id: string) => this.standing(id) !== undefined;
  get = (id: string) => this.standing(id) ?? this.led(id);

  private standing(id: string): Entry | undefined {
    const single = this.singles.get(id);
    if (single !== undefined) return single ?? undefined;
    const found = placeOf(id, this.texts.tables);
    return found && this.entry(...found);
  }

  /** The entry into which the one with this id or number is merged. */
  private led(name: string): Entry | undefined {
    this.ledBySingles ??= leading([...this.alone()].map((entry) => [entry.row["others"], entry]));
    const single = this.ledBySingles.get(name);
    if (single) return single;
    for (const table of this.texts.tables) {
      const at = leadingIn(table).get(name);
      if (at !== undefined && !this.isHidden(table, at)) return this.entry(table, at);
    }
    return undefined;
  }

  *values(): Generator<Entry> {
    for (const table of this.texts.tables) {
      for (let at = 0; at < table.size; at += 1) if (!this.isHidden(table, at)) yield this.entry(table, at);
    }
    yield* this.alone();
  }

  /** Those that stand in no table, or in another way than there. */
  *alone(): Generator<Entry> {
    for (const entry of this.singles.values()) if (entry) yield entry;
  }

  /** The ids of those that were taken away. */
  *taken(): Generator<string> {
    for (const [id, entry] of this.singles) if (!entry) yield id;
  }

  /** Those whose column says this. */
  where(name: string, key: (value: unknown) => unknown, sought: unknown): Entry[] {
    let known = this.columns.get(name);
    if (!known) {
      this.columns.set(name, known = new Map());
      for (const entry of this.values()) {
        const value = key(entry.row[name]);
        const those = known.get(value);
        if (those) those.push(entry);
        else known.set(value, [entry]);
      }
    }
    return known.get(sought) ?? [];
  }

  /** One whose column says this, without any other row being made: there may be a hundred thousand. */
  first(name: string, sought: unknown): Entry | undefined {
    for (const entry of this.singles.values()) if (entry && entry.row[name] === sought) return entry;
    for (const table of this.texts.tables) {
      for (let at = 0; at < table.size; at += 1) if (table.value(name, at) === sought && !this.isHidden(table, at)) return this.entry(table, at);
    }
    return name === "number" ? this.led(String(sought)) : undefined;
  }

  isHidden = (table: Table, at: number) => this.hidden.get(table)?.has(at) ?? false;
  entry = (table: Table, at: number): Entry => ({ id: table.id(at), kind: this.kind, row: table.row(at), own: false });
}

/** A table never changes, so it is looked through once. */
const ways = new WeakMap<Table, Map<string, number>>();
function leadingIn(table: Table): Map<string, number> {
  const known = ways.get(table) ?? leading(table.has("others") ? others(table) : []);
  ways.set(table, known);
  return known;
}

function* others(table: Table): Generator<readonly [told: unknown, at: number]> {
  for (let at = 0; at < table.size; at += 1) {
    const told = table.value("others", at);
    if (told) yield [told, at];
  }
}

function placeOf(id: string, tables: readonly Table[]): [Table, number] | undefined {
  for (const table of tables) {
    const at = table.place(id);
    if (at >= 0) return [table, at];
  }
  return undefined;
}

function hiddenBy(singles: Singles, tables: readonly Table[]): Hidden {
  const hidden = new Map<Table, Set<number>>();
  for (const id of singles.keys()) {
    const found = placeOf(id, tables);
    if (found) hidden.set(found[0], (hidden.get(found[0]) ?? new Set()).add(found[1]));
  }
  return hidden;
}

const opened = new WeakMap<Packed, Table>();
function tableOf(packed: Packed): Table {
  const table = opened.get(packed) ?? new Table(packed);
  opened.set(packed, table);
  return table;
}

/** Everything in order of arrival: a later row takes the place of an earlier one. What was made ready `before` stays. */
export function gather(shards: readonly Shard[], before: Registers = new Map()): Registers {
  const tables = byKind(shards.flatMap((shard) => shard.tables ?? []).map(tableOf));
  const changes = byKind(shards.flatMap((shard) => shard.changes));
  changes.delete("case");
  const kinds = new Set([...tables.keys(), ...changes.keys()]);
  return new Map([...kinds].map((kind) => {
    const [its, known] = [tables.get(kind) ?? [], before.get(kind)?.texts];
    const texts = known && known.tables.length === its.length && its.every((table, at) => table === known.tables[at]) ? known : new Texts(its);
    const singles = (changes.get(kind) ?? []).map(({ id, row }) => [id, row && { id, kind, row, own: false }] as const);
    return [kind, new Register(kind, texts, new Map(singles))];
  }));
}

function byKind<T extends { kind: string }>(all: readonly T[]): Map<string, T[]> {
  const kinds = new Map<string, T[]>();
  for (const one of all) {
    const those = kinds.get(one.kind);
    if (those) those.push(one);
    else kinds.set(one.kind, [one]);
  }
  return kinds;
}

/** Its work is to make the words of the registers ready, a few rows at a step, before somebody looks for any. */
export function* wording(registers: Registers): Generator<void> {
  for (const { texts } of registers.values()) while (texts.step()) yield;
}

/** The same with this tablet's own records among them; what the server's register has already stays as it is. */
export function withOwn(registers: Registers, records: readonly OwnRecord[]): Registers {
  const own = new Map<string, Map<string, Entry>>();
  const add = (kind: string, id: string, row: Row) => {
    if (registers.get(kind)?.get(id)) return;
    own.set(kind, (own.get(kind) ?? new Map<string, Entry>()).set(id, { id, kind, row, own: true }));
  };
  for (const { state, form, id, number, answers, madeWith } of records) {
    if (state === "rejected" || state === "replaced") continue;
    add(form, id, { ...answers, number });
    if (madeWith) add("production", madeWith.id, { ...answers, number: madeWith.number });
  }
  const all = new Map(registers);
  for (const [kind, entries] of own) all.set(kind, (registers.get(kind) ?? new Register(kind, new Texts([]))).with(entries));
  return all;
}

/**
 * The changes that still matter, in pages: what was changed again since is left out, and what was taken away, where no
 * table has it either. Tables stay as they came.
 */
export function compact(shards: readonly Shard[], size = 1000): Shard[] {
  const tables = shards.filter((shard) => shard.tables?.length);
  const last = new Map<string, Change>();
  for (const change of shards.flatMap(({ changes }) => changes)) {
    last.delete(`${change.kind} ${change.id}`);
    if (change.row || tables.length > 0) last.set(`${change.kind} ${change.id}`, change);
  }
  const all = [...last.values()];
  const pages = Array.from({ length: Math.ceil(all.length / size) }, (_, page) => ({ changes: all.slice(page * size, (page + 1) * size) }));
  return [...tables.map((shard) => ({ changes: [], tables: shard.tables! })), ...pages, ...compactList(shards)];
}
