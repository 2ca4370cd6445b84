/** How the names of a register sound, so that one is found however it is spelled. Read when it is first needed. */

import type { Entry, Register, Registers } from "./registers";
import { aSlipApart, nearTo, soundsOf, underEachSlip, type Slips } from "./sounds";
import type { Rows } from "./tables";
import { ROWS_A_STEP, type Ears } from "./texts";

/** What sounds like a name: of a word with figures in it nobody says how it sounds. */
const HEARD = ["names", "nickname", "name", "place", "holder_name"];
const soundsIn = (value: (field: string) => unknown) => [...new Set(HEARD.flatMap((field) => soundsOf(String(value(field) ?? ""))))];

/** Its work is to make ready how the registers sound, a few rows at a step. */
export function* hearing(registers: Registers): Generator<void> {
  for (const { texts } of registers.values()) {
    texts.ears ??= new Heard(texts.rows);
    while (texts.ears.step()) yield;
  }
}

class Heard implements Ears {
  private readonly bySound = new Map<string, number[]>();
  private readonly slips: Slips = new Map();
  private readonly alone = new WeakMap<Entry, string[]>();
  /** How many were taken in. */
  private taken = 0;

  constructor(private readonly rows: Rows) {}

  step(): boolean {
    for (const until = Math.min(this.taken + ROWS_A_STEP, this.rows.size); this.taken < until; this.taken += 1) {
      const [table, at] = this.rows.place(this.taken);
      for (const sound of soundsIn((field) => table.value(field, at))) this.hear(sound, this.taken);
    }
    return this.taken < this.rows.size;
  }

  alike(register: Register, sought: string, known: ReadonlySet<string>, most: number): [number, Entry][] {
    const sounds = soundsOf(sought);
    // Of three words one may be another altogether, as when somebody married.
    const needed = sounds.length > 2 ? sounds.length - 1 : sounds.length;
    if (sounds.length === 0) return [];
    const alike: [number, Entry][] = [];
    for (const entry of register.alone()) {
      const count = this.common(sounds, entry);
      if (count >= needed && !known.has(entry.id)) alike.push([count, entry]);
    }
    for (const [count, row] of this.rowsAlike(sounds, needed)) {
      if (alike.length >= most) break;
      const [table, at] = this.rows.place(row);
      if (!register.isHidden(table, at) && !known.has(table.id(at))) alike.push([count, register.entry(table, at)]);
    }
    return alike;
  }

  private common(sounds: readonly string[], entry: Entry): number {
    const own = this.alone.get(entry) ?? soundsIn((field) => entry.row[field]);
    this.alone.set(entry, own);
    return sounds.filter((sound) => own.some((other) => other === sound || aSlipApart(sound, other))).length;
  }

  /** The rows that have `needed` or more of these sounds, or one a slip apart; those that have most of them first. */
  private rowsAlike(sounds: readonly string[], needed: number): [count: number, row: number][] {
    while (this.step());
    // Of a hundred thousand rows the few that have one of them are counted.
    const counts = new Map<number, number>();
    for (const sound of sounds) {
      const those = new Set<number>();
      for (const near of [sound, ...nearTo(sound, this.slips)]) for (const row of this.bySound.get(near) ?? []) those.add(row);
      for (const row of those) counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    const found = [...counts].filter(([, count]) => count >= needed).map(([row, count]): [number, number] => [count, row]);
    return found.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  }

  private hear(sound: string, row: number): void {
    const rows = this.bySound.get(sound);
    if (rows) return void rows.push(row);
    this.bySound.set(sound, [row]);
    underEachSlip(this.slips, sound);
  }
}
