/** The list of the country's valid numbers as it lies here, in pieces among the pages of the registers. */

import type { Pieces } from "./papers/pieces";
import type { Shard } from "./shapes";

/** Of each piece its digest, by which it is known to be here. */
export type Names = Record<string, string>;
/** The last list of which every piece is here. */
export interface Listed { name: string; piece: Pieces; names: Names }

/** A list is kept behind the last of its pieces; what has come since of a newer one is not taken for it. */
export function listedIn(shards: readonly Shard[]): Listed | null {
  const list = shards.findLast(({ valid }) => valid?.list)?.valid?.list;
  if (!list) return null;
  const here = piecesIn(shards);
  return { ...list, piece: (name) => (Object.hasOwn(list.names, name) ? here.get(keyOf(name, list.names[name]!)) : undefined) };
}

/** What is still to be fetched of a list that consists of these. */
export function missingOf(names: Names, shards: readonly Shard[]): string[] {
  const here = piecesIn(shards);
  return Object.keys(names).filter((name) => !here.has(keyOf(name, names[name]!)));
}

function piecesIn(shards: readonly Shard[]): Map<string, string> {
  const all = shards.flatMap(({ valid }) => Object.entries(valid?.pieces ?? {}));
  return new Map(all.map(([name, { digest, content }]) => [keyOf(name, digest), content]));
}

const keyOf = (name: string, digest: string) => `${digest} ${name}`;

/** In one page what still matters of the list. */
export function compactList(shards: readonly Shard[]): Shard[] {
  const list = listedIn(shards);
  if (!list) return [];
  const { name, names, piece } = list;
  const pieces = Object.fromEntries(Object.entries(names).map(([one, digest]) => [one, { digest, content: piece(one)! }]));
  return [{ changes: [], valid: { pieces, list: { name, names } } }];
}
