/** How a name sounds, whoever wrote it: the rules of apps/registry/sounds.py, read from the same file. */

import heard from "../../../registry/sounds.json";

const LONG_ENOUGH = 4;
const SILENT = new Set(heard.silent);
const LEFT_OUT = new Set(heard.left_out);
const known = new Map<string, string>();

export function soundsOf(names: string): string[] {
  let spoken = [...names.normalize("NFC")].filter((letter) => !SILENT.has(letter)).join("");
  for (const [letter, said] of heard.letters as [string, string][]) spoken = spoken.replaceAll(letter, () => said);
  const plain = spoken.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.replace(/\P{L}/gu, " ").split(" ").filter(Boolean);
  return words.filter((word) => !LEFT_OUT.has(word)).map(soundOf).filter(Boolean);
}

function soundOf(word: string): string {
  const before = known.get(word);
  if (before !== undefined) return before;
  let sound = `^${word}$`;
  for (const [written, said] of heard.rules as [string, string][]) sound = sound.replaceAll(written, () => said);
  const letters = [...sound].slice(1, -1);
  const once = letters.filter((letter, at) => letter !== letters[at - 1]).join("");
  known.set(word, once);
  return once;
}

/** What is left of a sound without one of its letters, and the whole: two a slip apart have one of these in common. */
export function withoutOne(sound: string): Set<string> {
  const letters = [...sound];
  return new Set([sound, ...letters.map((_, at) => [...letters.slice(0, at), ...letters.slice(at + 1)].join(""))]);
}

/** Whether one letter more, less, other, or two letters the other way round make one sound of the other. */
export function aSlipApart(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  if (one === other || Math.min(a.length, b.length) < LONG_ENOUGH || Math.abs(a.length - b.length) > 1) return false;
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  const from = (letters: string[], at: number) => letters.slice(same + at).join("");
  const swapped = a[same] === b[same + 1] && a[same + 1] === b[same] && from(a, 2) === from(b, 2);
  return from(a, 1) === from(b, 1) || from(a, 1) === from(b, 0) || from(a, 0) === from(b, 1) || swapped;
}

/** Sounds by what is left of them without one letter. */
export type Slips = Map<string, string[]>;

export function underEachSlip(slips: Slips, sound: string): void {
  for (const short of withoutOne(sound)) {
    const those = slips.get(short);
    if (those) those.push(sound);
    else slips.set(short, [sound]);
  }
}

/** Those a slip apart from this one, in their order. */
export function nearTo(sound: string, slips: Slips): string[] {
  const found = new Set([...withoutOne(sound)].flatMap((short) => slips.get(short) ?? []));
  return [...found].filter((other) => aSlipApart(sound, other)).sort();
}
