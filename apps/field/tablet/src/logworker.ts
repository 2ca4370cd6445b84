/** The worker that writes the log: only a worker may open a file so that a write has reached the disk when it returns. */

import type { Asked } from "./logfile";

const scope = self as unknown as { onmessage: ((event: MessageEvent<{ id: number } & Asked>) => void) | null; postMessage(told: unknown): void };
const FOLDER = "journal";
const TRIES = 40;

const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** The page before this one may still be closing it. */
async function opened(name: string, left = TRIES): Promise<FileSystemSyncAccessHandle> {
  const file = await (await folder()).getFileHandle(name, { create: true });
  try {
    return await file.createSyncAccessHandle();
  } catch (fault) {
    if ((fault as DOMException).name !== "NoModificationAllowedError" || left === 0) throw fault;
  }
  await pause();
  return opened(name, left - 1);
}

async function write(name: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await opened(name);
  try {
    if (file.getSize() < at) throw new DOMException("The log is shorter than it was.", "DataError");
    file.truncate(at);
    try {
      if (file.write(bytes, { at }) < bytes.length) throw new DOMException("No room for the log.", "QuotaExceededError");
      file.flush();
    } catch (fault) {
      // Nothing half written stays behind.
      file.truncate(at);
      file.flush();
      throw fault;
    }
  } finally {
    file.close();
  }
}

async function names(): Promise<string[]> {
  const handle = (globalThis as { FileSystemFileHandle?: { prototype: object } }).FileSystemFileHandle;
  if (!handle || !("createSyncAccessHandle" in handle.prototype)) throw new DOMException("This browser keeps no log.", "NotSupportedError");
  const all: string[] = [];
  for await (const name of (await folder() as unknown as { keys(): AsyncIterable<string> }).keys()) all.push(name);
  return all;
}

async function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await (await folder()).getFileHandle(name);
  return new Uint8Array(await (await file.getFile()).arrayBuffer());
}

async function answer(asked: Asked): Promise<unknown> {
  switch (asked.act) {
    case "names": return names();
    case "read": return read(asked.name);
    case "write": return write(asked.name, asked.at, asked.bytes);
    case "remove": return (await folder()).removeEntry(asked.name);
  }
}

scope.onmessage = ({ data: { id, ...asked } }) => {
  answer(asked).then(
    (told) => scope.postMessage({ id, told }),
    (fault: Error) => scope.postMessage({ id, fault: { name: fault.name, message: fault.message } }),
  );
};
