/** Save a page of a collector's register: its lines become purchases, on disk together or not at all. */

import { sendIfDue } from "./contact";
import { today } from "./drafts";
import { draftsOf, written } from "./month";
import { recordNumber } from "./numbers";
import { filesOf } from "./photos";
import { saveAll } from "./saving";
import type { Draft, Form, OwnRecord } from "./shapes";
import { refresh, type Doors, type State } from "./state";
import { changeDraft } from "./work";

/**
 * The purchases as they were saved; null on a full tablet, and then the page is still there.
 *
 * Each bears the photo of the page: whoever looks at one line sees where it was read. The picture is kept and sent once.
 */
export async function savePage(draft: Draft, form: Form, state: State, doors: Doors): Promise<OwnRecord[] | null> {
  const [store, header] = [state.store.value, state.header.value];
  if (!store || !header) return null;
  try {
    const numbered = await numberLines(draft, state);
    const drafts = draftsOf(numbered, form, today(doors.clock));
    const [position, files] = await Promise.all([doors.places.known(), filesOf(drafts[0]!, form, store.album)]);
    const saved = await saveAll(drafts, {
      store, clock: doors.clock, chance: doors.chance, tablet: header.tablet.id, language: state.language.value,
      position, records: state.records.value, files, meta: state.meta.value,
    }, draft.id);
    state.full.value = false;
    state.records.value = [...saved, ...state.records.value].sort((a, b) => b.savedAt - a.savedAt);
    state.drafts.value = state.drafts.value.filter(({ id }) => id !== draft.id);
    state.unwritten.delete(draft.id);
    doors.later(() => {
      void refresh(state);
      doors.tellTabs();
      void sendIfDue(state, doors);
    });
    return saved;
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    state.full.value = true;
    return null;
  }
}

/** A receipt's number for each line that has none; kept with the page, so that a second try takes no others. */
async function numberLines(draft: Draft, state: State): Promise<Draft> {
  const [store, { tablet }] = [state.store.value!, state.header.value!];
  const given = new Map<string, string>();
  for (const { record, number } of written(draft.page!)) {
    if (!number) given.set(record, recordNumber(tablet.number, await store.nextNumber()));
  }
  const numbered = ({ page, ...now }: Draft): Draft => (
    { ...now, page: { ...page!, lines: page!.lines.map((line) => ({ ...line, number: given.get(line.record) ?? line.number })) } }
  );
  if (given.size) changeDraft(draft, numbered, state);
  return numbered(draft);
}
