/** Looking somebody or something up: by the beginnings of words, whatever accents and order, and by how names sound. */

import { fold, lineOf } from "./folding";
import type { Entry, Register, Registers } from "./registers";
import type { OwnRecord } from "./shapes";

export interface Found {
  entries: Entry[];
  total: number;
  of: number;
  /** From this place on they only sound like what was sought. */
  alike: number;
}
/** Of more than these nobody reads the order: who seeks so little writes on. */
const RANKED = 1000;
interface Candidate { rank: number; words: string; entry: () => Entry }

/**
 * Those in which every word sought begins some word; what begins with the whole phrase comes first. Where they are few,
 * those whose names sound like it follow.
 */
export function find(registers: Registers, kinds: readonly string[], sought: string, most = 30): Found {
  const phrase = fold(sought);
  const [words, best] = [phrase.split(" ").filter(Boolean), new Best(most)];
  const those = kinds.flatMap((kind) => registers.get(kind) ?? []);
  for (const register of those) {
    written(register, words, phrase, best);
    for (const entry of register.alone()) {
      const line = (entry.line ??= lineOf((field) => entry.row[field]));
      if (words.every((word) => line.includes(` ${word}`))) best.offer(line, phrase, entry.own, () => entry);
    }
  }
  const entries = best.entries();
  const [alike, total] = [entries.length, best.total];
  if (words.length > 0 && total < most) entries.push(...sounding(those, sought, entries, most - total));
  return { entries, total: Math.max(total, entries.length), of: those.reduce((sum, { size }) => sum + size, 0), alike };
}

/** The rows of a register's tables in which each of these words begins a word. */
function written({ texts, isHidden, entry }: Register, words: readonly string[], phrase: string, best: Best): void {
  for (const row of texts.with(words)) {
    const [table, at] = texts.rows.place(row);
    if (isHidden(table, at)) continue;
    if (best.total < RANKED) best.offer(texts.line(row), phrase, false, () => entry(table, at));
    else best.total += 1;
  }
}

/** Those that this question was answered with on this tablet, the last one first; `records` stand so. */
export function lately(records: readonly OwnRecord[], field: string, register: Register | undefined, most: number): Entry[] {
  const named = records.flatMap(({ answers }) => (answers[field] as Partial<{ id: string }> | undefined)?.id ?? []);
  return [...new Set(named)].slice(0, most).flatMap((id) => register?.get(id) ?? []);
}

/** Those that sound like what is sought and are not there already, what sounds most like it first. */
function sounding(registers: readonly Register[], sought: string, found: readonly Entry[], most: number): Entry[] {
  const known = new Set(found.map(({ id }) => id));
  const alike = registers.flatMap((register) => register.texts.ears?.alike(register, sought, known, most) ?? []);
  return alike.sort((a, b) => b[0] - a[0]).slice(0, most).map(([, entry]) => entry);
}

/** The first so many in their order, of however many are offered. */
class Best {
  total = 0;
  private readonly kept: Candidate[] = [];

  constructor(private readonly most: number) {}

  offer(words: string, phrase: string, own: boolean, entry: () => Entry): void {
    this.total += 1;
    const candidate = { rank: (words.includes(` ${phrase}`) ? 0 : 1) + (own ? 0 : 0.5), words, entry };
    const last = this.kept.at(-1);
    if (last && this.kept.length === this.most && !isBefore(candidate, last)) return;
    let place = this.kept.length;
    while (place > 0 && isBefore(candidate, this.kept[place - 1]!)) place -= 1;
    this.kept.splice(place, 0, candidate);
    if (this.kept.length > this.most) this.kept.pop();
  }

  entries = () => this.kept.map(({ entry }) => entry());
}

const isBefore = (one: Candidate, other: Candidate) => one.rank < other.rank || (one.rank === other.rank && one.words < other.words);
