/**
 * A picture is encrypted once, under a key of its own, and that key lies under the officer's.
 *
 * So a sealed copy needs the key alone and not the picture a second time; and where the officer's is taken away, what is
 * left is the custodian's.
 */

import type { Connection, PhotoRow, PictureRow } from "./connection";
import { hex } from "./ids";
import type { Lid } from "./lid";
import type { Chance } from "./ports";
import { place } from "./rows";
import type { FileSaid, Kept } from "./shapes";
import { decrypt, encrypt, vaultKey, type Sealed } from "./vault";

export interface Shelf { connection: Connection; owner: number; lid: Lid; chance: Chance }

export const rowOf = (owner: number, sha256: string) => `${owner}/${sha256}`;
const boundTo = (sha256: string) => `picture/${sha256}`;

/** The picture under its key, and the key under the officer's. */
export async function hide({ owner, lid, chance }: Shelf, sha256: string, bytes: BufferSource): Promise<[Sealed, Sealed]> {
  const raw = chance.bytes(32);
  const picture = await encrypt(await vaultKey(raw), bytes, chance, boundTo(sha256));
  const key = await lid.hide(place("photos", owner, sha256), raw);
  raw.fill(0);
  return [picture, key];
}

/** Null where it may no longer be seen on this tablet. */
export async function show({ owner, lid }: Shelf, row: PhotoRow, picture: PictureRow): Promise<ArrayBuffer | null> {
  const bound = place("photos", owner, row.sha256);
  if (row.old) return lid.show(bound, picture);
  return row.key ? decrypt(await vaultKey(await lid.show(bound, row.key)), picture, boundTo(row.sha256)) : null;
}

export interface PictureKey { sha256: string; key: string }

/** The keys of the pictures that an event promises and that lie here, for its sealed copy. */
export async function keysOf({ connection, owner, lid }: Shelf, event: Kept): Promise<PictureKey[]> {
  const rows = await connection.use((db) => Promise.all(promisedIn(event).map((name) => db.get("photos", rowOf(owner, name)))));
  const found = rows.flatMap((row) => (row?.key ? [{ sha256: row.sha256, under: row.key }] : []));
  return Promise.all(
    found.map(async ({ sha256, under }) => ({ sha256, key: hex(new Uint8Array(await lid.show(place("photos", owner, sha256), under))) })),
  );
}

export const promisedIn = ({ bytes }: Kept): string[] =>
  bytes.includes('"sha256"') ? ((JSON.parse(bytes) as { files?: FileSaid[] }).files ?? []).map(({ sha256 }) => sha256) : [];
