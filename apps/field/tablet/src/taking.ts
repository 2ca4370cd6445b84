/** Keep a picture with the officer's others before it is an answer; in place of its name, why it could not be. */

import { pictureOf } from "./camera";
import { sha256 } from "./events";
import type { Doors, State } from "./state";
import type { Key } from "./words/en";

export type Taken = { name: string } | { told: Key };

export async function keepPicture(file: Blob, most: number, state: State, doors: Doors): Promise<Taken> {
  const album = state.store.value?.album;
  if (!album || !(await doors.room?.setAside())) return { told: "photo_no_room" };
  const bytes = await pictureOf(file, most);
  if (!bytes) return { told: "photo_none" };
  const name = await sha256(bytes);
  try {
    // On the disk before it is an answer.
    await album.keep({ sha256: name, size: bytes.byteLength, state: "here", at: doors.clock.now() }, bytes);
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    return { told: "photo_no_room" };
  }
  return { name };
}
