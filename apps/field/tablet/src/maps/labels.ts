/** Which names stand on the map: none lies over another, and the more important is written first. */

import type { Size, Spot } from "./projecting";

export interface Label { id: string; words: string; x: number; y: number }
export interface Named { id: string; words: string; spot: Spot }

/** Pixels of a letter and of a line at the size in which they are written. */
const [LETTER, LINE] = [9.6, 22];
const BESIDE = 18;

export type Box = readonly [left: number, top: number, right: number, low: number];

/** `named` in the order of their importance, `kept` what else is drawn; a name stands to the right of its dot, else to the left, else nowhere. */
export function labelled(named: readonly Named[], [wide, high]: Size, kept: readonly Box[] = []): Label[] {
  const taken: Box[] = [...named.map(({ spot: [x, y] }): Box => [x - 8, y - 8, x + 8, y + 8]), ...kept];
  const labels: Label[] = [];
  named.forEach(({ id, words, spot: [x, y] }, own) => {
    const length = words.length * LETTER;
    const left = [x + BESIDE, x - BESIDE - length].find((from) => {
      const box: Box = [from, y - LINE / 2, from + length, y + LINE / 2];
      return box[0] >= 0 && box[1] >= 0 && box[2] <= wide && box[3] <= high && !taken.some((other, at) => at !== own && cross(box, other));
    });
    if (left === undefined) return;
    taken.push([left, y - LINE / 2, left + length, y + LINE / 2]);
    labels.push({ id, words, x: left, y: y + 6 });
  });
  return labels;
}

const cross = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
