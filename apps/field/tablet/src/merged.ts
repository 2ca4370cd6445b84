/** Entries of the register that proved to be one person: the row of the one that stands names the others, a line each. */

type Other = readonly [id: string, number: string];

const ID = 36;

export const othersIn = (told: unknown): Other[] =>
  String(told ?? "").split("\n").filter(Boolean).map((line) => [line.slice(0, ID), line.slice(ID + 1)]);

/** By the id and by the number of each that is merged into another, where that other one is. */
export function leading<T>(rows: Iterable<readonly [told: unknown, at: T]>): Map<string, T> {
  const ways = new Map<string, T>();
  for (const [told, at] of rows) {
    if (told) for (const other of othersIn(told)) for (const name of other) ways.set(name, at);
  }
  return ways;
}
