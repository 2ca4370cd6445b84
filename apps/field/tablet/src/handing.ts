/**
 * Handing work over without a network: sealed to the server, given to a colleague or to the office as a file.
 *
 * What was handed over stays here until the server has said to this tablet that it has it; sending it then is harmless.
 */

import { isObject, troubleOf, type Trouble } from "./answers";
import { answeredAt, ask, isWaiting, serverTime, type Parts } from "./asking";
import { hex } from "./ids";
import { sha256 } from "./events";
import { noteWait } from "./obstacles";
import type { Album, Cargo, Chance, Store } from "./ports";
import { fromHex } from "./receipts";
import { sealTo } from "./recovery";
import type { Carried, Kept, Photo, RecoveryKey, SealedPackage, Tablet } from "./shapes";

const MOST_EVENTS = 50;
/** Of a package as text; sealed and in hex it is twice as long, and the server takes 1 MB. */
const MOST_LETTERS = 300_000;
/** As large as the piece in which a photo is sent: on a slow line a package must come through as well. */
const PIECE = 65_536;
const KEPT_FOR = 30 * 86_400_000;

export interface Work { events: Kept[]; photos: Photo[] }
export interface HandOver { text: string; records: number; photos: number }

/** What only this tablet has: records without an answer, and pictures that its records name. */
export async function workOf(store: Store): Promise<Work> {
  const [events, photos] = [await store.events(), (await store.album?.photos()) ?? []];
  const here = photos.filter(({ state }) => state === "here");
  const said = here.length ? events.map(({ bytes }) => bytes) : [];
  return {
    events: events.filter(isWaiting).sort((a, b) => a.seq - b.seq),
    photos: here.filter((photo) => said.some((bytes) => bytes.includes(photo.sha256))).sort((a, b) => a.size - b.size),
  };
}

interface Sealer { to: RecoveryKey; chance: Chance; who: Record<string, unknown> }

/** The file that a colleague or the office takes; null until the server has told its key. */
export async function handOver(store: Store, tablet: Tablet, { events, photos }: Work, chance: Chance): Promise<HandOver | null> {
  const meta = await store.meta();
  const officer = (meta.posting?.officer ?? meta.officer)?.id;
  if (!meta.handOverKey || !meta.token || officer === undefined) return null;
  const sealer = { to: meta.handOverKey, chance, who: { tablet: tablet.id, officer, token: meta.token, announced: meta.seq ?? 0 } };
  const packages: unknown[] = [];
  for (const batch of batches(events)) {
    const wire = batch.map(({ id, seq, sha256: digest, bytes }) => ({ id, seq, sha256: digest, bytes }));
    packages.push({ records: batch.length, ...(await sealed({ events: wire }, new Uint8Array(), sealer)) });
  }
  // The promise of a picture lies in its record: without it the server would not know the pieces.
  for (const photo of photos) for (const piece of await pieces(photo, store.album!, sealer)) packages.push({ records: 0, ...piece });
  const text = JSON.stringify({ kind: "kpfield/handover", version: 1, number: tablet.number, packages });
  return { text, records: events.length, photos: photos.length };
}

export function batches(events: readonly Kept[]): Kept[][] {
  const all: Kept[][] = [];
  let letters = Infinity;
  for (const event of events) {
    letters += event.bytes.length + 300;
    if (letters > MOST_LETTERS || all.at(-1)!.length === MOST_EVENTS) {
      all.push([]);
      letters = event.bytes.length + 300;
    }
    all.at(-1)!.push(event);
  }
  return all;
}

async function pieces({ sha256: digest }: Photo, album: Album, sealer: Sealer): Promise<SealedPackage[]> {
  const bytes = new Uint8Array((await album.bytes(digest)) ?? []);
  const starts = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, n) => n * PIECE);
  return Promise.all(starts.map((offset) => sealed({ sha256: digest, offset }, bytes.subarray(offset, offset + PIECE), sealer)));
}

/** A line of JSON and what follows it, under a key that is made for this package alone. */
async function sealed(head: object, piece: Uint8Array, { to, chance, who }: Sealer): Promise<SealedPackage> {
  const line = new TextEncoder().encode(`${JSON.stringify({ ...who, ...head })}\n`);
  const { key, point, iv, data } = await sealTo(to, new Uint8Array([...line, ...piece]), chance);
  return { key, point: hex(point), iv: hex(iv), data: hex(new Uint8Array(data)) };
}

export type NoFile = "not_a_file" | "for_the_custodian" | "newer";
export interface TakenIn { tablet: number; records: number; packages: Carried[] }

/** What a file holds, without opening it: nobody can, but the server. */
export async function readFile(text: string, at: number): Promise<TakenIn | NoFile> {
  const said = parsed(text);
  if (isObject(said) && said["kind"] === "kpfield/sealed") return "for_the_custodian";
  if (!isObject(said) || said["kind"] !== "kpfield/handover" || !Array.isArray(said["packages"])) return "not_a_file";
  if (said["version"] !== 1) return "newer";
  const tablet = Number(said["number"]) || 0;
  if (!said["packages"].every(isPackage)) return "not_a_file";
  const packages = await Promise.all(
    said["packages"].map(async ({ records, key, point, iv, data }, place): Promise<Carried> => (
      { id: await sha256(fromHex(data).buffer), tablet, records, place, at, sealed: { key, point, iv, data }, handedAt: null }
    )),
  );
  return { tablet, records: packages.reduce((sum, { records }) => sum + records, 0), packages };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const HEX = /^(?:[0-9a-f]{2})+$/;
const isPackage = (one: unknown): one is SealedPackage & { records: number } =>
  isObject(one) && Number.isInteger(one["records"]) && ["key", "point", "iv", "data"].every((name) => HEX.test(String(one[name])));

/**
 * Hand in what is carried for others; a package that the server refuses stands in the way of no other.
 *
 * The bytes of records stay here for a month: the tablet that made them may be broken, and a restored server asks for
 * them again. Those of photos would fill the memory of a small tablet at each exchange, and go.
 */
export async function sendCarried(parts: Parts): Promise<Trouble | null> {
  const cargo = parts.store.cargo;
  const waiting = ((await cargo?.all()) ?? []).filter(({ sealed, handedAt }) => sealed && handedAt === null).sort((a, b) => a.at - b.at || a.place - b.place);
  for (const one of waiting) {
    const reply = await ask(parts, "carried/", JSON.stringify(one.sealed));
    const trouble = troubleOf(reply);
    if (trouble === "refused" || trouble === "too_large") continue;
    if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
    const body = reply!.body;
    if (!isObject(body) || body["id"] !== one.id) return noteWait(parts, "not_ours");
    await cargo!.settle({ ...one, sealed: one.records ? one.sealed : null, handedAt: await answeredAt(parts), ...(body["state"] === "kept" ? { keptShut: true } : {}) });
  }
  if (cargo) await tidy(cargo, await serverTime(parts));
  return null;
}

async function tidy(cargo: Cargo, now: number): Promise<void> {
  for (const { id, handedAt } of await cargo.all()) {
    if (handedAt !== null && now - handedAt > KEPT_FOR) await cargo.drop(id);
  }
}

export interface Load { tablet: number; records: number; waiting: boolean; keptShut: boolean; at: number }

/** What is carried for each tablet, and whether the server has it. */
export function loads(carried: readonly Carried[]): Load[] {
  const all = new Map<number, Load>();
  for (const { tablet, records, keptShut, handedAt, at } of carried) {
    const load = all.get(tablet) ?? { tablet, records: 0, waiting: false, keptShut: false, at: 0 };
    all.set(tablet, {
      tablet, records: load.records + records, waiting: load.waiting || handedAt === null,
      keptShut: load.keptShut || keptShut === true, at: Math.max(load.at, handedAt ?? at),
    });
  }
  return [...all.values()].sort((a, b) => a.tablet - b.tablet);
}
