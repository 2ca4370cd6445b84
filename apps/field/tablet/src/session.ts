/** Enrolling, unlocking and locking: who may open this tablet. */

import type { Trouble } from "./answers";
import { enrol } from "./enrolling";
import type { Store } from "./ports";
import { refresh, type Doors, type State } from "./state";
import { delayAfter } from "./vault";

/** Locked after so long without a touch, so that a tablet left on a table shows nobody's names. */
export const LOCK_AFTER = 5 * 60_000;

export async function start(state: State, doors: Doors, fallback: "en" | "fr"): Promise<void> {
  const [header, tastes] = await Promise.all([doors.vault.header(), doors.vault.tastes()]);
  state.language.value = tastes.language ?? fallback;
  state.sun.value = tastes.sun ?? false;
  state.header.value = header;
  state.now.value = doors.clock.now();
  state.stage.value = header ? "locked" : "enrol";
}

export interface Refusal { trouble: Trouble; sentence?: string }

/** Trade the code and shut the vault with the passphrase, in one go: a code that was spent is never left without a key. */
export async function enrolTablet(code: string, passphrase: string, state: State, doors: Doors): Promise<Refusal | null> {
  const answer = await enrol(code, doors.network, state.language.value);
  if ("trouble" in answer) return answer;
  const store = await doors.vault.create(answer, passphrase);
  state.header.value = await doors.vault.header();
  await enter(store, state, doors);
  return null;
}

/** A new token for the same tablet, after the server no longer knew the old one; what is here stays here. */
export async function enrolAgain(code: string, passphrase: string, state: State, doors: Doors): Promise<Refusal | "other" | "wrong" | null> {
  if (!(await doors.vault.unlock(passphrase, state.header.value?.n))) return "wrong";
  const answer = await enrol(code, doors.network, state.language.value);
  if ("trouble" in answer) return answer;
  // Events name the tablet that made them: another tablet's token cannot carry them.
  if (answer.tablet.id !== state.header.value?.tablet.id) return "other";
  const store = await doors.vault.renew(passphrase, answer, state.header.value.n);
  if (!store) return "wrong";
  state.trouble.value = null;
  await enter(store, state, doors);
  return null;
}

/** True when the passphrase opened the vault; otherwise each wrong try in a row waits longer. */
export async function unlock(passphrase: string, state: State, doors: Doors): Promise<boolean> {
  const header = state.header.value;
  if (!header || waitLeft(header.waitUntil, doors.clock.now()) > 0) return false;
  const store = await doors.vault.unlock(passphrase, header.n);
  const wrong = store ? 0 : header.wrong + 1;
  if (wrong !== header.wrong || wrong > 0) {
    const next = { ...header, wrong, waitUntil: wrong ? doors.clock.now() + delayAfter(wrong) : 0 };
    await doors.vault.saveHeader(next);
    state.header.value = next;
  }
  if (store) await enter(store, state, doors);
  return store !== null;
}

/** Milliseconds still to wait; a clock set back by years does not lock an officer out for years. */
export function waitLeft(until: number, now: number): number {
  const left = until - now;
  return left > delayAfter(99) ? 0 : Math.max(0, left);
}

async function enter(store: Store, state: State, doors: Doors): Promise<void> {
  state.store.value = store;
  await refresh(state);
  const spoken = state.meta.value.officer?.language;
  // Kept beside the vault: a shut tablet knows nobody, and still speaks its officer's language.
  if (spoken && !(await doors.vault.tastes()).language) await setLanguage(spoken.startsWith("fr") ? "fr" : "en", state, doors);
  state.now.value = doors.clock.now();
  state.stage.value = "open";
}

export function lock(state: State): void {
  state.store.value = null;
  state.drafts.value = [];
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
