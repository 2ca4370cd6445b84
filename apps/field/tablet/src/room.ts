/**
 * Room for records, which photos never take: a file that is laid down before the first photo and given up for a record.
 *
 * No browser says how much is free (Chromium answers ten gigabytes, whatever the disk has), so what must be free is held.
 */

import type { Room } from "./ports";

/** Some five hundred records with their sealed copies, in both journals. */
export const ASIDE = 12_000_000;
const NAME = "room-for-records";
const BLOCK = 65_536;

const folder = () => navigator.storage.getDirectory();

/** Random, since a disk that compresses would make nothing of zeros. */
function filling(): Blob {
  const block = crypto.getRandomValues(new Uint8Array(BLOCK));
  return new Blob(Array.from({ length: Math.ceil(ASIDE / BLOCK) }, () => block));
}

const lies = async () => (await (await (await folder()).getFileHandle(NAME)).getFile()).size >= ASIDE;

async function lay(): Promise<void> {
  const file = await (await folder()).getFileHandle(NAME, { create: true });
  const out = await file.createWritable();
  try {
    await out.write(filling());
  } catch (fault) {
    await out.abort().catch(() => undefined);
    throw fault;
  }
  await out.close();
}

const done = (work: Promise<unknown>) => work.then(() => true, () => false);

export const room: Room = {
  async setAside() {
    // Where there is no such file system the browser's own limit is all there is.
    if (!navigator.storage?.getDirectory) return true;
    return (await lies().catch(() => false)) || ((await done(lay())) && (await lies().catch(() => false)));
  },
  giveUp: () => done(folder().then((files) => files.removeEntry(NAME))),
};

export const isFull = (fault: unknown) => fault instanceof DOMException && fault.name === "QuotaExceededError";

/** Write; on a full tablet give up what was set aside, and write once more. */
export async function withRoom<T>(aside: Room | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    if (!isFull(fault) || !(await aside?.giveUp())) throw fault;
  }
  return work();
}
