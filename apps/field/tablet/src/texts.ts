/** The words of a register's tables as people write them: a table's rows as one text, a line each. */

import { lineOf } from "./folding";
import type { Entry, Register } from "./registers";
import type { Table } from "./tables";

export interface Text { table: Table; text: string; begins: Int32Array }
/** How a register sounds; it is read from the tablet and made ready after the words. */
export interface Ears {
  step(): boolean;
  /** Those that sound like what is sought, by how many of its words, without those that are known already. */
  alike(register: Register, sought: string, known: ReadonlySet<string>, most: number): [words: number, entry: Entry][];
}

/** So few that a step takes a millisecond or two on a slow tablet. */
export const ROWS_A_STEP = 20;

/** Made some rows at a time while nobody waits; whoever searches before that waits for the rest. */
export class Texts {
  ears: Ears | null = null;
  private readonly ready: Text[] = [];
  /** Of the table that is being taken in. */
  private lines: string[] = [];

  constructor(readonly tables: readonly Table[]) {}

  /** Take in some more rows; whether there are more. */
  step(): boolean {
    const table = this.tables[this.ready.length];
    if (table) this.take(table);
    return this.ready.length < this.tables.length;
  }

  all(): readonly Text[] {
    while (this.step());
    return this.ready;
  }

  private take(table: Table): void {
    const from = this.lines.length;
    for (let at = from; at < Math.min(from + ROWS_A_STEP, table.size); at += 1) this.lines.push(lineOf((field) => table.value(field, at)));
    if (this.lines.length < table.size) return;
    const text = this.lines.join("\n");
    this.ready.push({ table, text, begins: beginnings(text, table.size) });
    this.lines = [];
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

export const lineIn = ({ text, begins }: Text, at: number) => text.slice(begins[at]!, begins[at + 1]! - 1);
