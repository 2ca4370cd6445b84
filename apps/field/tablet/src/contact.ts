/** The foreground loop: when the app opens, comes back, finds a network, waits long enough, or is told to send. */

import { lock } from "./session";
import { refresh, type Doors, type State } from "./state";
import { exchange, type Outcome } from "./sync";

/** A pause that a clock set back has stretched beyond this is no pause. */
const LONGEST_PAUSE = 40 * 60_000;
const EVERY = 5 * 60_000;

/** Exchange now; undefined when this tab or another one is already at it, or the tablet is locked. */
export async function send(state: State, doors: Doors): Promise<Outcome | undefined> {
  const store = state.store.value;
  const token = state.meta.value.token;
  if (!store || !token || state.sending.value) return undefined;
  state.sending.value = true;
  try {
    const parts = { ...doors, store, token, language: state.language.value, app: doors.version, told: (rows: number) => tell(state, rows), sentPhotos: (done: number, all: number) => (state.photos.value = { done, all }) };
    const outcome = await doors.locks.alone("kpfield-exchange", () => exchange(parts));
    if (outcome) state.trouble.value = outcome.trouble;
    if (outcome?.trouble === "revoked") await lockIfClosed(state, doors);
    await refresh(state);
    if (outcome) doors.tellTabs();
    return outcome;
  } catch (fault) {
    // A full tablet ends the exchange where it was; what the server has is sent again and is no second record.
    if (!(fault instanceof DOMException)) throw fault;
    state.full.value = true;
    return undefined;
  } finally {
    state.fetched.value = 0;
    state.photos.value = null;
    state.sending.value = false;
  }
}

/** A closed tablet gives up its keys where all is sealed; then nothing is left to show. */
async function lockIfClosed(state: State, doors: Doors): Promise<void> {
  const header = await doors.vault.header(state.header.value?.n);
  if (!header?.closed) return;
  state.header.value = header;
  lock(state);
}

/** The forms can be used as soon as they are here, while the register is still on its way. */
async function tell(state: State, rows: number): Promise<void> {
  const store = state.store.value;
  if (store) state.meta.value = await store.meta();
  state.fetched.value = rows;
}

/** Send when something waits or was cut short, and its pause is over, or when the last contact is some minutes old. */
export async function sendIfDue(state: State, doors: Doors): Promise<Outcome | undefined> {
  const now = doors.clock.now();
  const { pauseUntil = 0, contactAt = 0 } = state.meta.value;
  const paused = pauseUntil > now && pauseUntil - now < LONGEST_PAUSE;
  // Photos that a cut left behind are no waiting record, and the contact before the cut is seconds old.
  const due = state.counts.value.here > 0 || pauseUntil > 0 || Math.abs(now - contactAt) > EVERY;
  return state.online.value && due && !paused ? send(state, doors) : undefined;
}
