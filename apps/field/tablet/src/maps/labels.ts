/** Which names stand on the map: none lies over another, and the more important is written first. */

import type { Size, Spot } from "./projecting";

/** `x`: where the words begin; where they stand to the left of their dot, where they end. */
export interface Label { id: string; words: string; x: number; y: number; ends: boolean }
/** `rest` is written behind the words where there is room for both. */
export interface Named { id: string; words: string; rest?: string; spot: Spot }

/** Pixels of a letter and of a line at the size in which they are written. */
const [LETTER, LINE] = [9.6, 22];
const BESIDE = 18;

export type Box = readonly [left: number, top: number, right: number, low: number];

/** `named` in the order of their importance, `kept` what else is drawn; a name stands to the right of its dot, else to the left, else nowhere. */
export function labelled(named: readonly Named[], [wide, high]: Size, kept: readonly Box[] = []): Label[] {
  const taken: Box[] = [...named.map(({ spot: [x, y] }): Box => [x - 8, y - 8, x + 8, y + 8]), ...kept];
  const labels: Label[] = [];
  named.forEach(({ id, words, rest, spot: [x, y] }, own) => {
    const isFree = (box: Box) => box[0] >= 0 && box[1] >= 0 && box[2] <= wide && box[3] <= high && !taken.some((other, at) => at !== own && cross(box, other));
    for (const told of rest ? [`${words} · ${rest}`, words] : [words]) {
      const length = told.length * LETTER;
      const place = [x + BESIDE, x - BESIDE - length].findIndex((from) => isFree(boxAt(from, y, length)));
      if (place < 0) continue;
      const ends = place === 1;
      taken.push(boxAt(ends ? x - BESIDE - length : x + BESIDE, y, length));
      labels.push({ id, words: told, x: ends ? x - BESIDE : x + BESIDE, y: y + 6, ends });
      return;
    }
  });
  return labels;
}

const boxAt = (left: number, y: number, length: number): Box => [left, y - LINE / 2, left + length, y + LINE / 2];
const cross = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
