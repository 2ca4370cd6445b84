/** Enrolling, unlocking and locking: who may open this tablet. */

import type { Trouble } from "./answers";
import { enrol, type Enrolled } from "./enrolling";
import type { Store } from "./ports";
import { isFull } from "./room";
import { refresh, type Doors, type State } from "./state";
import type { Header, Tries } from "./store";
import { delayAfter } from "./vault";

/** Locked after so long without a touch, so that a tablet left on a table shows nobody's names. */
const LOCK_AFTER = 5 * 60_000;
/** And sooner behind another app, where nobody works on it. */
const LOCK_HIDDEN = 2 * 60_000;
/** So many wrong tries in a row, and only the office lets anybody try again; nothing is ever wiped. */
export const TRIES = 10;

/** Whether it was left alone for too long; a clock that was set back says nothing, so it counts as long. */
export function isLeft(now: number, touchedAt: number, hiddenAt: number | null): boolean {
  return Math.abs(now - touchedAt) > LOCK_AFTER || (hiddenAt !== null && Math.abs(now - hiddenAt) > LOCK_HIDDEN);
}

export async function start(state: State, doors: Doors, fallback: "en" | "fr"): Promise<void> {
  const [header, tastes] = await Promise.all([doors.vault.header(), doors.vault.tastes()]);
  state.language.value = tastes.language ?? fallback;
  state.sun.value = tastes.sun ?? false;
  state.header.value = header;
  state.now.value = doors.clock.now();
  state.found.value = await doors.vault.found();
  state.stage.value = header ? "locked" : "enrol";
}

export interface Refusal { trouble: Trouble; sentence?: string }

/**
 * Trade the code and shut the vault with the passphrase, in one go: a code that was spent is never left without a key.
 *
 * On a tablet with officers already, this is one more, who sees nothing of theirs.
 */
export async function enrolTablet(code: string, passphrase: string, state: State, doors: Doors): Promise<Refusal | "other" | "room" | null> {
  const answer = await enrol(code, doors.network, state.language.value);
  if ("trouble" in answer) return answer;
  // It works once: the next officer is not shown it.
  state.code.value = "";
  const known = state.header.value;
  if (known && known.tablet.id !== answer.tablet.id) return "other";
  const store = await roomFor(() => doors.vault.create(answer, passphrase));
  if (store === "room") return store;
  state.header.value = await doors.vault.header();
  await enter(store, state, doors);
  return null;
}

/** What the office gave, kept; "room" on a tablet that has none for it, and the code is used up all the same. */
async function roomFor<T>(keep: () => Promise<T>): Promise<T | "room"> {
  try {
    return await keep();
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    return "room";
  }
}

/** A new token for the same tablet, after the server no longer knew the old one; what is here stays here. */
export async function enrolAgain(
  code: string, passphrase: string, state: State, doors: Doors,
): Promise<Refusal | "other" | "colleague" | "room" | "wrong" | "full" | null> {
  const opened = await tried(({ n }) => doors.vault.unlock(passphrase, n), state, doors);
  if (typeof opened === "string") return opened;
  const answer = await enrol(code, doors.network, state.language.value);
  if ("trouble" in answer) return answer;
  // Events name the tablet that made them: another tablet's token cannot carry them.
  if (answer.tablet.id !== state.header.value?.tablet.id) return "other";
  if (!(await isFor(answer, opened))) return "colleague";
  const { n } = state.header.value;
  const store = await roomFor(() => doors.vault.renew(passphrase, answer, n));
  if (store === "room") return store;
  if (!store) return "wrong";
  state.trouble.value = null;
  await enter(store, state, doors);
  return null;
}

/** What one officer made would be sent as another's by the other's token. */
async function isFor({ officer }: Enrolled, store: Store): Promise<boolean> {
  const known = (await store.meta()).officer;
  return !known || String(known.id) === String(officer.id);
}

/** Let another officer of this tablet open it. */
export async function choose(n: number, state: State, doors: Doors): Promise<void> {
  state.granted.value = null;
  state.header.value = await doors.vault.header(n);
}

/** Let somebody try again who was shut out, by a code that the office gave for this tablet; its token waits for the key. */
export async function allowTries(code: string, state: State, doors: Doors): Promise<Refusal | "other" | null> {
  const header = state.header.value!;
  const answer = await enrol(code, doors.network, state.language.value);
  if ("trouble" in answer) return answer;
  if (answer.tablet.id !== header.tablet.id) return "other";
  state.granted.value = answer;
  state.header.value = { ...header, ...(await doors.vault.keepTries(header, () => NO_TRIES)) };
  return null;
}

const NO_TRIES: Tries = { wrong: 0, waitUntil: 0 };

/**
 * Try a passphrase; each wrong try in a row waits longer, and the tenth is the last.
 *
 * It is counted on the disk before it is tried, so that no second tab, no browser that is killed meanwhile and no full
 * tablet gives a try for nothing. Where it cannot be counted it is not tried.
 */
async function tried(work: (header: Header) => Promise<Store | null>, state: State, doors: Doors): Promise<Store | "wrong" | "full"> {
  const header = state.header.value!;
  const now = doors.clock.now();
  const may = ({ wrong, waitUntil }: Tries) => wrong < TRIES && waitLeft(waitUntil, now) === 0;
  let stood = NO_TRIES;
  const counted = await keptTries(header, (before) => {
    stood = before;
    return may(before) ? { wrong: before.wrong + 1, waitUntil: now + delayAfter(before.wrong + 1) } : before;
  }, doors);
  if (!counted) return "full";
  const store = may(stood) ? await work(header) : null;
  state.header.value = { ...header, ...((store && (await keptTries(header, () => NO_TRIES, doors))) ?? counted) };
  if (!store && counted.wrong >= TRIES) lock(state);
  return store ?? "wrong";
}

/** null on a full tablet. */
async function keptTries(header: Header, next: (stood: Tries) => Tries, { vault }: Doors): Promise<Tries | null> {
  try {
    return await vault.keepTries(header, next);
  } catch (fault) {
    if (!isFull(fault)) throw fault;
    return null;
  }
}

async function openedBy(passphrase: string, { n }: Header, state: State, doors: Doors): Promise<Store | null> {
  const store = await doors.vault.unlock(passphrase, n);
  const granted = state.granted.value;
  state.granted.value = store ? null : granted;
  return store && granted && (await isFor(granted, store)) ? doors.vault.renew(passphrase, granted, n) : store;
}

export async function unlock(passphrase: string, state: State, doors: Doors): Promise<"open" | "wrong" | "full"> {
  const opened = await tried((header) => openedBy(passphrase, header, state, doors), state, doors);
  if (typeof opened === "string") return opened;
  await enter(opened, state, doors);
  return "open";
}

/** Milliseconds still to wait; a clock set back by years does not lock an officer out for years. */
export function waitLeft(until: number, now: number): number {
  const left = until - now;
  return left > delayAfter(99) ? 0 : Math.max(0, left);
}

async function enter(store: Store, state: State, doors: Doors): Promise<void> {
  state.store.value = store;
  await refresh(state);
  await noteClock(store, state, doors);
  const spoken = state.meta.value.officer?.language;
  // Kept beside the vault: a shut tablet knows nobody, and still speaks its officer's language.
  // On a full tablet it is kept the next time: nobody is shut out for it.
  if (spoken && !(await doors.vault.tastes()).language) await setLanguage(spoken.startsWith("fr") ? "fr" : "en", state, doors).catch(() => undefined);
  state.now.value = doors.clock.now();
  state.stage.value = "open";
}

/** So that setting the clock back does not lengthen the lease; on a full tablet it is noted the next time. */
async function noteClock(store: Store, state: State, { clock }: Doors): Promise<void> {
  const now = clock.now();
  if (now <= (state.meta.value.seenAt ?? 0)) return;
  state.meta.value = { ...state.meta.value, seenAt: now };
  await store.settle({ meta: { seenAt: now } }).catch(() => undefined);
}

export function lock(state: State): void {
  // Each letter was written when it was typed; where the tablet was full, it is tried once more.
  if (state.full.value) for (const draft of state.drafts.value) void state.store.value?.saveDraft(draft).catch(() => undefined);
  state.doubles.value?.end();
  state.doubles.value = null;
  state.store.value = null;
  state.drafts.value = [];
  state.unwritten.clear();
  state.records.value = [];
  state.shards.value = [];
  state.meta.value = {};
  state.thrown.value = null;
  if (state.stage.value === "open") state.stage.value = "locked";
}

export async function setLanguage(language: "en" | "fr", state: State, doors: Doors): Promise<void> {
  state.language.value = language;
  await doors.vault.saveTastes({ language, sun: state.sun.value });
}

export async function setSun(sun: boolean, state: State, doors: Doors): Promise<void> {
  state.sun.value = sun;
  await doors.vault.saveTastes({ language: state.language.value, sun });
}
