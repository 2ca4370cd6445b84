/**
 * A page of a register in columns, as apps/sync/tables.py writes it.
 *
 * A hundred thousand rows are never made into as many objects: a value is read where it stands, a row when it is asked for.
 */

import { hex } from "./ids";
import { withCheck } from "./numbers";

type Row = Record<string, unknown>;
type Reader = (at: number) => unknown;
/** As it comes and as it is kept. */
export interface Packed { kind: string; rows: number; ids: Ids; columns: Record<string, Column> }
type Ids = string[] | { ms: number[]; chance: string };
export type Column = unknown[] | Often | Numbers;
interface Often { of: unknown[]; at: number[]; ids?: Ids }
interface Numbers { blocks: string[]; at: number[]; step: number[]; odd: Record<string, string> }

const CHANCE = 10;

export class Table {
  readonly kind: string;
  readonly size: number;
  /** The id in this place; the ids ascend. */
  readonly id: (at: number) => string;
  private readonly readers: Record<string, Reader>;
  private readonly ends: readonly [first: string, last: string] | null;

  constructor({ kind, rows, ids, columns }: Packed) {
    this.kind = kind;
    this.size = rows;
    this.id = idsIn(ids);
    this.ends = rows > 0 ? [this.id(0), this.id(rows - 1)] : null;
    this.readers = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, reader(column)]));
  }

  has = (name: string) => name in this.readers;
  value = (name: string, at: number) => this.readers[name]?.(at);
  row = (at: number): Row => Object.fromEntries(Object.entries(this.readers).map(([name, read]) => [name, read(at)]));

  /** In which place this id stands; -1 where it does not. */
  place(id: string): number {
    if (!this.ends || id < this.ends[0] || id > this.ends[1]) return -1;
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.id(middle) < id) low = middle + 1;
      else high = middle;
    }
    return this.id(low) === id ? low : -1;
  }
}

/** The rows of some tables, counted through them all. */
export class Rows {
  readonly size: number;
  private readonly from: number[];
  private readonly tableOf: Uint16Array;

  constructor(private readonly tables: readonly Table[]) {
    let size = 0;
    this.from = tables.map((table) => (size += table.size) - table.size);
    this.size = size;
    this.tableOf = new Uint16Array(size);
    tables.forEach((table, which) => this.tableOf.fill(which, this.from[which], this.from[which]! + table.size));
  }

  place(row: number): [table: Table, at: number] {
    const which = this.tableOf[row]!;
    return [this.tables[which]!, row - this.from[which]!];
  }
}

const idsIn = (ids: Ids) => (Array.isArray(ids) ? (at: number) => ids[at]! : madeHere(ids));

function madeHere({ ms, chance }: { ms: number[]; chance: string }): (at: number) => string {
  const rest = Uint8Array.from(atob(chance), (letter) => letter.charCodeAt(0));
  const times = new Float64Array(ms.length);
  let time = 0;
  ms.forEach((apart, at) => (times[at] = time += apart));
  return (at) => {
    const moment = times[at]!.toString(16).padStart(12, "0");
    // Twelve bits stand before the variant and sixty-two behind it, six of them with it in one byte.
    const bits = BigInt(`0x${hex(rest.subarray(at * CHANCE, (at + 1) * CHANCE))}`);
    const behind = ((2n << 62n) | (bits & ((1n << 62n) - 1n))).toString(16);
    const before = (bits >> 62n).toString(16).padStart(3, "0");
    return `${moment.slice(0, 8)}-${moment.slice(8)}-7${before}-${behind.slice(0, 4)}-${behind.slice(4)}`;
  };
}

/** A column by itself, whole. */
export const columnOf = (column: Column, rows: number): unknown[] => Array.from({ length: rows }, (_, row) => row).map(reader(column));

function reader(column: Column): Reader {
  if (Array.isArray(column)) return (at) => column[at];
  return "of" in column ? often(column) : given(column);
}

function often({ of, at, ids }: Often): Reader {
  const named = ids && idsIn(ids);
  return (row) => {
    const which = at[row]!;
    return which < of.length ? of[which] : named?.(which - of.length);
  };
}

function given({ blocks, at, step, odd }: Numbers): Reader {
  const last = blocks.map(() => 0);
  const places = step.map((further, row) => (last[at[row]!] = last[at[row]!]! + further));
  return (row) => odd[row] ?? withCheck(`${blocks[at[row]!]!}-${String(places[row]).padStart(5, "0")}`);
}
