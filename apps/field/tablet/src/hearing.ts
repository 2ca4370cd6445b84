/**
 * The words of a register's tables as people write them and as they sound, so that a name is found however it is spelled.
 *
 * Made some rows at a time while nobody waits; whoever searches before that waits for the rest.
 */

import { lineOf } from "./folding";
import { nearTo, soundsOf, underEachSlip, type Slips } from "./sounds";
import type { Table } from "./tables";

/** A table's rows as one text, a line each, and where each line begins. */
interface Written { table: Table; text: string; begins: Int32Array }
/** How many of the words sought a row has, its table and its place there. */
export type Alike = readonly [count: number, table: Table, at: number];

/** What sounds like a name: of a word with figures in it nobody says how it sounds. */
const HEARD = ["names", "nickname", "name", "place", "holder_name"];
export const soundsIn = (value: (field: string) => unknown) => [...new Set(HEARD.flatMap((field) => soundsOf(String(value(field) ?? ""))))];

/** So few that a step takes a millisecond or two on a slow tablet. */
const ROWS_A_STEP = 20;

export class Heard {
  private readonly written: Written[] = [];
  private readonly bySound = new Map<string, number[]>();
  private readonly slips: Slips = new Map();
  /** The row number at which each table's rows begin. */
  private readonly from: number[] = [];
  private rows = 0;
  /** Of the table that is being taken in. */
  private lines: string[] = [];

  constructor(readonly tables: readonly Table[]) {}

  /** Take in some more rows; whether there are more. */
  step(): boolean {
    const table = this.tables[this.written.length];
    if (table) this.take(table, ROWS_A_STEP);
    return this.written.length < this.tables.length;
  }

  /** Each table as it is written. */
  texts(): readonly Written[] {
    this.finish();
    return this.written;
  }

  /** The rows that have `needed` or more of these sounds, or one a slip apart; those that have most of them first. */
  alike(words: readonly string[], needed: number): Alike[] {
    this.finish();
    const counts = new Uint8Array(this.rows);
    for (const word of words) {
      const those = new Set<number>();
      for (const sound of [word, ...nearTo(word, this.slips)]) for (const row of this.bySound.get(sound) ?? []) those.add(row);
      for (const row of those) counts[row]! += 1;
    }
    const found: number[] = [];
    counts.forEach((count, row) => count >= needed && found.push(row));
    return found.sort((a, b) => counts[b]! - counts[a]! || a - b).map((row) => [counts[row]!, ...this.placeOf(row)]);
  }

  private finish(): void {
    while (this.step());
  }

  private take(table: Table, most: number): void {
    const from = this.lines.length;
    if (from === 0) this.from.push(this.rows);
    for (let at = from; at < Math.min(from + most, table.size); at += 1) {
      this.lines.push(lineOf((field) => table.value(field, at)));
      for (const sound of soundsIn((field) => table.value(field, at))) this.hear(sound, this.rows);
      this.rows += 1;
    }
    if (this.lines.length < table.size) return;
    const text = this.lines.join("\n");
    this.written.push({ table, text, begins: beginnings(text, table.size) });
    this.lines = [];
  }

  private hear(sound: string, row: number): void {
    const rows = this.bySound.get(sound);
    if (rows) return void rows.push(row);
    this.bySound.set(sound, [row]);
    underEachSlip(this.slips, sound);
  }

  private placeOf(row: number): [Table, number] {
    let table = this.from.length - 1;
    while (this.from[table]! > row) table -= 1;
    return [this.tables[table]!, row - this.from[table]!];
  }
}

function beginnings(text: string, lines: number): Int32Array {
  const begins = new Int32Array(lines + 1);
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    begins[line] = at;
    at = text.indexOf("\n", at) + 1 || text.length + 1;
  }
  begins[lines] = text.length + 1;
  return begins;
}

export const lineIn = ({ text, begins }: Written, at: number) => text.slice(begins[at]!, begins[at + 1]! - 1);
