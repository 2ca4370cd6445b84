/** Whether a digger who is being registered is somebody of the register: whom the officer is asked about, and what he says. */

import type { Like } from "./likeness";
import type { Draft } from "./shapes";
import type { Doors, State } from "./state";
import { changeDraft, draftOf, throwAway } from "./work";

/** Begin to make ready for a comparison; what it takes is loaded with the first digger who is registered. */
export async function prepareDoubles(draft: Draft, state: State, doors: Doors): Promise<void> {
  const store = state.store.value;
  if (!isNewDigger(draft) || !store || state.doubles.value) return;
  // Without it a digger is registered all the same.
  const loaded = await import("./doubles").catch(() => null);
  if (loaded && state.store.value === store && !state.doubles.value) state.doubles.value = new loaded.Doubles(state, doors);
}

const isNewDigger = ({ form, act }: Draft) => form === "digger" && act === "create";

/** Whom the officer is asked about, as far as it is known by now. */
export function likely(draft: Draft, state: State): Like[] {
  const doubles = isNewDigger(draft) ? state.doubles.value : null;
  return doubles?.ready ? doubles.likely(draft) : [];
}

/** The same, once everybody was looked at: before it is saved. */
export async function allLikely(draft: Draft, state: State, doors: Doors): Promise<Like[]> {
  if (!isNewDigger(draft)) return [];
  await prepareDoubles(draft, state, doors);
  await state.doubles.value?.whole();
  return likely(draftOf(state, draft.id) ?? draft, state);
}

/** The office takes no more. */
const MOST_OTHERS = 20;

export function callAnother(draft: Draft, { id, score }: Like, state: State): void {
  const said = ({ otherThan }: Draft) => Object.entries({ ...otherThan, [id]: score });
  changeDraft(draft, (now) => ({ ...now, otherThan: Object.fromEntries(said(now).slice(-MOST_OTHERS)) }), state);
}

export function askAgain(draft: Draft, id: string, state: State): void {
  changeDraft(draft, ({ otherThan, ...now }) => {
    const { [id]: _again, ...others } = otherThan ?? {};
    return Object.keys(others).length ? { ...now, otherThan: others } : now;
  }, state);
}

/** Nothing new is made of who is here already; the draft can still be taken back. */
export async function callTheSame(draft: Draft, { id }: Like, state: State, doors: Doors): Promise<void> {
  doors.go({ page: "person", id });
  await throwAway(draft, state);
}
