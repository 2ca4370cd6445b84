/** A closed tablet sends what it sealed: the file that its door saves, a piece at a time, for the custodian alone. */

import { isObject, troubleOf, type Trouble } from "./answers";
import { sha256 } from "./events";
import type { Network } from "./ports";
import { written } from "./reports";
import { isFull } from "./room";
import type { Header, Vault } from "./store";

const PIECE = 262_144;
const LINE_FEED = 10;

interface Door { vault: Vault; network: Network; header: Header; language: string; told: (done: number, all: number) => void }

/** Send it all, and note that it is there; it goes on where it ended, and what lies here stays. */
export async function drop(door: Door): Promise<Trouble | null> {
  await dropReports(door);
  const file = await door.vault.sealedFile();
  const trouble = await dropFile(file, `/api/sync/v1/sealed/${await nameOf(file)}/${file.size}/`, door);
  if (!trouble) await noted(door.vault.noteDropped(door.header, door.header.copies ?? 0));
  return trouble;
}

/** An empty piece asks where to go on. */
async function dropFile(file: Blob, path: string, { network, header, language, told }: Door): Promise<Trouble | null> {
  let offset = 0;
  for (let bytes = new ArrayBuffer(0), lost = 0; offset < file.size; bytes = await file.slice(offset, offset + PIECE).arrayBuffer()) {
    const reply = await network.send({ method: "PATCH", path, token: header.bearer, language, piece: { bytes, offset } });
    const trouble = troubleOf(reply);
    if (trouble) return trouble;
    const next = isObject(reply!.body) ? reply!.body["offset"] : null;
    if (typeof next !== "number" || !Number.isInteger(next) || next < 0 || next > file.size) return "not_ours";
    lost = next > offset ? 0 : lost + 1;
    if (lost > 3) return "server";
    offset = next;
    told(offset, file.size);
  }
  return null;
}

/** By its first line, which names whatever stands behind it. */
async function nameOf(file: Blob): Promise<string> {
  for (let end = PIECE; ; end += PIECE) {
    const start = new Uint8Array(await file.slice(0, end).arrayBuffer());
    const at = start.indexOf(LINE_FEED);
    if (at >= 0 || end >= file.size) return sha256(start.slice(0, at < 0 ? undefined : at).buffer);
  }
}

/** They are sent where there is nothing else to send too, and where nobody asks for it: no button may tell that some wait. */
export async function dropReports({ vault, network, header, language }: Omit<Door, "told">): Promise<void> {
  for (const sealed of await vault.reports()) {
    const body = JSON.stringify(written(sealed));
    const reply = await network.send({ method: "POST", path: "/api/sync/v1/reports/", token: header.bearer, language, body });
    if (reply?.status !== 200 || !isObject(reply.body) || reply.body["id"] !== sealed.id) return;
    await noted(vault.dropReport(sealed.id));
  }
}

/** What a full tablet cannot note is with the server all the same; sent once more, it is known there. */
async function noted(note: Promise<void>): Promise<void> {
  await note.catch((fault: unknown) => {
    if (!isFull(fault)) throw fault;
  });
}
