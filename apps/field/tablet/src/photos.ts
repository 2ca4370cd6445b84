/** Pictures after the records: what an event promises of them, and how they are sent, smallest first. */

import { isObject, troubleOf, type Trouble } from "./answers";
import { answeredAt, ask, isWaiting, serverTime, type Parts } from "./asking";
import { fieldsOf } from "./drafts";
import { noteWait } from "./obstacles";
import type { Album, Reply } from "./ports";
import { sendAll } from "./sending";
import type { Draft, FileSaid, Form, PhotoState, Value } from "./shapes";

/** On a slow line a piece takes some seconds, and a cut costs no more than one. */
const PIECE = 65_536;
/** A week after the server had a picture it is shown here no more; a month after, its sealed bytes go too. */
const SHOWN_FOR = 7 * 86_400_000;
const KEPT_FOR = 30 * 86_400_000;
/** A draft may be thrown away and taken back; its picture waits a day for that. */
const FORGOTTEN_AFTER = 86_400_000;

interface Awaited { sha256: string; size: number; offset: number; state: string; reason?: unknown }

/** The pictures that the answers name and that lie here: only they can be promised. */
export async function filesOf(draft: Draft, form: Form, album: Album | undefined): Promise<FileSaid[]> {
  const named = fieldsOf(form)
    .filter(({ kind }) => kind === "photo" || kind === "signed")
    .map(({ code }) => ({ sha256: nameIn(draft.answers[code]), field: code }))
    .filter(({ sha256 }) => sha256);
  if (named.length === 0) return [];
  const sizes = new Map((await album?.photos())?.map(({ sha256, size }) => [sha256, size]));
  return named
    .filter(({ sha256 }) => sizes.has(sha256))
    .map(({ sha256, field }) => ({ sha256, size: sizes.get(sha256)!, type: "image/jpeg", field }));
}

/** The picture that an answer names: a photo is its name, a signature has one beside other things. */
const nameIn = (answer: Value | undefined): string =>
  String((typeof answer === "object" && answer && "picture" in answer ? answer.picture : answer) ?? "");

/**
 * Send what the server says it was promised and does not have.
 *
 * It is the server that says so, with the byte to go on from: a cut line, a restart or a server restored from its
 * backup costs nothing but what is missing. A record that is written meanwhile goes first.
 */
export async function sendPhotos(parts: Parts): Promise<Trouble | null> {
  const album = parts.store.album;
  if (!album || (await album.photos()).length === 0) return null;
  const reply = await ask(parts, "files/");
  const trouble = troubleOf(reply);
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const awaited = awaitedIn(reply!.body);
  if (!awaited) return noteWait(parts, "not_ours");
  const here = new Set((await album.photos()).map(({ sha256 }) => sha256));
  const files = [...awaited.filter(({ sha256 }) => here.has(sha256)), ...(await unheard(parts, album, awaited))].sort((a, b) => a.size - b.size);
  const all = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  // What waits still after the records were sent cannot go now; what is written meanwhile can.
  const stuck = new Set((await parts.store.events()).filter(isWaiting).map(({ seq }) => seq));
  for (const file of files) {
    const stopped = (await sendWritten(parts, stuck)) ?? (await sendOne(parts, album, file, (done) => parts.sentPhotos?.(before + done, all)));
    if (stopped) return stopped;
    before += file.size;
  }
  await tidy(parts, album, awaited);
  return null;
}

/**
 * Pictures whose last answer was lost: promised by a record that the server has, and no longer awaited.
 *
 * An empty piece at the end asks what became of them; else they would count as here for ever.
 */
async function unheard(parts: Parts, album: Album, awaited: readonly Awaited[]): Promise<Awaited[]> {
  const asked = new Set(awaited.map(({ sha256 }) => sha256));
  const open = (await album.photos()).filter(({ sha256, state }) => state === "here" && !asked.has(sha256));
  if (open.length === 0) return [];
  const told = (await parts.store.events()).filter((event) => !isWaiting(event)).map(({ bytes }) => bytes);
  const promised = open.filter(({ sha256 }) => told.some((bytes) => bytes.includes(sha256)));
  return promised.map(({ sha256, size }) => ({ sha256, size, offset: size, state: "awaited" }));
}

function awaitedIn(body: unknown): Awaited[] | null {
  if (!isObject(body) || !Array.isArray(body["files"])) return null;
  return body["files"].filter(isAwaited);
}

const isAwaited = (one: unknown): one is Awaited =>
  isObject(one) && typeof one["sha256"] === "string" && Number.isInteger(one["size"]) && Number.isInteger(one["offset"]);

/** Text before photos, always. */
const sendWritten = async (parts: Parts, stuck: ReadonlySet<number>) =>
  (await parts.store.events()).some((event) => isWaiting(event) && !stuck.has(event.seq)) ? sendAll(parts) : null;

async function sendOne(parts: Parts, album: Album, file: Awaited, told: (done: number) => void): Promise<Trouble | null> {
  const bytes = await album.bytes(file.sha256);
  if (!bytes || bytes.byteLength !== file.size) return null;
  let here: Awaited = file;
  // Twice is enough to find the place again; a server that goes back for ever is left alone.
  for (let lost = 0; here.state === "awaited"; ) {
    told(here.offset);
    const reply = await sendPiece(parts, bytes, here);
    // The records it belongs to are not there (any more): they are sent again, and it after them.
    if (reply?.status === 404 && isObject(reply.body)) return null;
    const gone = reply?.status === 409 && isObject(reply.body);
    const trouble = gone ? null : aboutPhoto(troubleOf(reply));
    if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
    if (!isAwaited(reply!.body) || reply!.body.sha256 !== file.sha256) return noteWait(parts, "not_ours");
    lost += gone || reply!.body.offset <= here.offset ? 1 : 0;
    here = reply!.body;
    if (lost > 2) return here.state === "awaited" ? null : settled(parts, album, here);
  }
  return settled(parts, album, here);
}

/** Too large is then a piece of a picture, and no record. */
const aboutPhoto = (trouble: Trouble | null) => (trouble === "too_large" ? "photo_too_large" : trouble);

const sendPiece = (parts: Parts, bytes: ArrayBuffer, { sha256, offset }: Awaited): Promise<Reply | null> =>
  parts.network.send({
    method: "PATCH",
    path: `/api/sync/v1/files/${sha256}/`,
    token: parts.token,
    language: parts.language,
    piece: { bytes: bytes.slice(offset, offset + PIECE), offset },
  });

async function settled(parts: Parts, album: Album, { sha256, state, reason }: Awaited): Promise<null> {
  const why = isObject(reason) && typeof reason["sentence"] === "string" ? reason["sentence"] : undefined;
  if (state === "kept" || state === "refused") await album.settle(sha256, state as PhotoState, await answeredAt(parts), why);
  return null;
}

/** What the server has had for long enough; a picture that nothing names any more goes after a day. */
async function tidy(parts: Parts, album: Album, awaited: readonly Awaited[]): Promise<void> {
  const [now, here] = [await serverTime(parts), parts.clock.now()];
  const wanted = new Set(awaited.map(({ sha256 }) => sha256));
  const [drafts, records] = await Promise.all([parts.store.drafts(), parts.store.records()]);
  for (const { answers } of [...drafts, ...records]) for (const value of Object.values(answers)) wanted.add(nameIn(value));
  for (const { sha256, state, at } of await album.photos()) {
    const old = state === "here" ? !wanted.has(sha256) && here - at > FORGOTTEN_AFTER : now - at > KEPT_FOR;
    if (old) await album.drop(sha256);
  }
  await album.shut(now - SHOWN_FOR);
}
