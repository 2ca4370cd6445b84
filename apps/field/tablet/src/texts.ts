/** The words of a register's tables as people write them, and in which rows each of them stands. */

import { lineOf } from "./folding";
import type { Entry, Register } from "./registers";
import { Rows, type Table } from "./tables";

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
  readonly rows: Rows;
  /** A row's words, each behind a space. */
  private readonly lines: string[] = [];
  private readonly rowsOf = new Map<string, number[]>();
  /** All words in their order, once every row was taken in. */
  private words: string[] | null = null;

  constructor(readonly tables: readonly Table[]) {
    this.rows = new Rows(tables);
  }

  line = (row: number) => this.lines[row]!;

  /** Take in some more rows; whether there are more. */
  step(): boolean {
    for (const until = Math.min(this.lines.length + ROWS_A_STEP, this.rows.size); this.lines.length < until; ) this.take(this.lines.length);
    if (this.lines.length < this.rows.size) return true;
    this.words ??= [...this.rowsOf.keys()].sort();
    return false;
  }

  /** The rows in which each of these words begins some word, once each. */
  *with(words: readonly string[]): Generator<number> {
    while (this.step());
    if (words.length === 0) return yield* this.lines.keys();
    const [fewest, ...others] = words.map((word) => [word, this.beginning(word)] as const).sort(([, one], [, other]) => count(one) - count(other));
    const rest = others.map(([word]) => ` ${word}`);
    const seen = new Set<number>();
    for (const rows of fewest![1]) {
      for (const row of rows) {
        if (seen.has(row)) continue;
        seen.add(row);
        if (rest.every((word) => this.lines[row]!.includes(word))) yield row;
      }
    }
  }

  private take(row: number): void {
    const [table, at] = this.rows.place(row);
    const line = lineOf((field) => table.value(field, at));
    this.lines.push(line);
    for (const word of line.split(" ")) {
      const rows = this.rowsOf.get(word);
      if (!rows) this.rowsOf.set(word, [row]);
      else if (rows.at(-1) !== row) rows.push(row);
    }
  }

  /** The rows of each word that begins like this. */
  private beginning(start: string): (readonly number[])[] {
    const words = this.words!;
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle]! < start) low = middle + 1;
      else high = middle;
    }
    const rows: number[][] = [];
    for (; low < words.length && words[low]!.startsWith(start); low += 1) rows.push(this.rowsOf.get(words[low]!)!);
    return rows;
  }
}

const count = (rows: readonly (readonly number[])[]) => rows.reduce((sum, { length }) => sum + length, 0);
