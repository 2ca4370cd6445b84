/** Bring a map of the ground to the tablet: from the server piece by piece, or from a file. */

import { isObject, troubleOf } from "../answers";
import { hex } from "../ids";
import type { Network } from "../ports";
import { openArchive, type Archive } from "./archive";
import type { Shelf } from "./shelf";

/** What the server has for this posting. */
export interface Offer { name: string; sha256: string; size: number }
export interface Line { network: Network; token: string | undefined; language: string }
export type Outcome = "done" | "broken_off" | "gone" | "altered" | "no_room" | "none_of_ours";

const PATH = "/api/sync/v1/maps/";
const WHOLE = /^[0-9a-f]{64}$/;

/** null where nobody answered. */
export async function offers({ network, token, language }: Line): Promise<Offer[] | null> {
  const reply = await network.send({ method: "GET", path: PATH, token, language });
  const packs = !troubleOf(reply) && (reply!.body as { packs?: unknown }).packs;
  return Array.isArray(packs) ? packs.filter(isOffer) : null;
}

const isOffer = (said: unknown): said is Offer =>
  isObject(said) && WHOLE.test(String(said["sha256"])) && Number.isInteger(said["size"]) && Number(said["size"]) > 0 && typeof said["name"] === "string";

/** The bytes of it that are here already. */
export const begun = async (shelf: Shelf, { sha256 }: Offer) => (await piecesOf(shelf, sha256)).reduce((sum, { size }) => sum + size, 0);

/** Pieces stand under where they begin; what does not follow on the last one is of no use. */
async function piecesOf(shelf: Shelf, digest: string): Promise<Blob[]> {
  const places = (await shelf.keys()).filter((key) => key.startsWith(`${digest}/`)).map((key) => Number(key.slice(digest.length + 1)));
  const pieces: Blob[] = [];
  let from = 0;
  for (const place of places.sort((a, b) => a - b)) {
    const piece = place === from ? await shelf.get(`${digest}/${place}`) : null;
    if (!piece) break;
    pieces.push(piece);
    from += piece.size;
  }
  return pieces;
}

/** Go on from where the last try ended; each piece is on the tablet before the next is asked for. */
export async function bring(offer: Offer, line: Line, shelf: Shelf, told: (bytes: number) => void): Promise<Outcome> {
  const { sha256, size } = offer;
  for (let have = await begun(shelf, offer); have < size; told(have)) {
    const { network, token, language } = line;
    const reply = await network.send({ method: "GET", path: `${PATH}${sha256}/?offset=${have}`, token, language, raw: true });
    if (reply?.status === 404) return "gone";
    const piece = reply?.status === 200 && reply.body instanceof Uint8Array ? reply.body : null;
    if (!piece || piece.length === 0 || have + piece.length > size) return "broken_off";
    if (!(await laidDown(shelf, `${sha256}/${have}`, new Blob([piece as Uint8Array<ArrayBuffer>])))) return "no_room";
    have += piece.length;
  }
  const whole = new Blob(await piecesOf(shelf, sha256));
  const digest = await hashOf(whole);
  const outcome = digest === sha256 ? await keep(whole, digest, shelf) : "altered";
  if (outcome !== "no_room") for (const key of await shelf.keys()) if (key.startsWith(`${sha256}/`)) await shelf.drop(key);
  return outcome;
}

/** From a file that somebody handed over. */
export const bringFile = async (file: Blob, shelf: Shelf): Promise<Outcome> => keep(file, await hashOf(file), shelf);

/** One of the same ground that was here before goes. */
async function keep(whole: Blob, digest: string, shelf: Shelf): Promise<Outcome> {
  const archive = await openArchive(whole, digest);
  if (!archive) return "none_of_ours";
  if (!(await laidDown(shelf, digest, whole))) return "no_room";
  for (const other of await kept(shelf)) if (other.digest !== digest && other.archive.name === archive.name) await shelf.drop(other.digest);
  return "done";
}

export interface Kept { digest: string; size: number; archive: Archive }

export async function kept(shelf: Shelf): Promise<Kept[]> {
  const digests = (await shelf.keys()).filter((key) => WHOLE.test(key));
  const opened = await Promise.all(digests.map(async (digest) => {
    const blob = await shelf.get(digest);
    const archive = blob && (await openArchive(blob, digest));
    return archive ? { digest, size: blob.size, archive } : null;
  }));
  return opened.filter((one) => one !== null);
}

async function hashOf(blob: Blob): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
}

/** false where the tablet is too full. */
async function laidDown(shelf: Shelf, key: string, blob: Blob): Promise<boolean> {
  try {
    await shelf.put(key, blob);
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    return false;
  }
  return true;
}
