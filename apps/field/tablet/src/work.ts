/** The officer's own work: begin, answer, leave, throw away, save. */

import { sendIfDue } from "./contact";
import { answer, asked, begin, correct, fieldsOf, finished, judge, today, unnumbered, views } from "./drafts";
import { dayAfter } from "./moments";
import { recordNumber } from "./numbers";
import { filesOf } from "./photos";
import { uuid7 } from "./ids";
import { save } from "./saving";
import type { Answers, Draft, Form, FormCode, OwnRecord, Value } from "./shapes";
import { workOf } from "./showing";
import { refresh, type Doors, type State } from "./state";

export const formOf = (state: State, code: FormCode): Form | undefined =>
  state.meta.value.posting?.forms.find((form) => form.code === code);
export const draftOf = (state: State, id: string) => state.drafts.value.find((draft) => draft.id === id);
export const recordOf = (state: State, id: string) => state.records.value.find((record) => record.id === id);

/** Show it at once and write it down: each letter is on the tablet before the next is typed. */
export function keepDraft(draft: Draft, state: State): void {
  const others = state.drafts.value.filter(({ id }) => id !== draft.id);
  state.drafts.value = [draft, ...others].sort((a, b) => b.startedAt - a.startedAt);
  state.unwritten.set(draft.id, draft);
  state.store.value?.saveDraft(draft).then(
    () => {
      state.full.value = false;
      if (state.unwritten.get(draft.id) === draft) state.unwritten.delete(draft.id);
    },
    () => (state.full.value = true),
  );
}

/**
 * Change a draft as it is by now.
 *
 * What a page was drawn from may be older: an answer may have come between, and what was saved or thrown away meanwhile
 * does not come back.
 */
export function changeDraft({ id }: Draft, change: (now: Draft) => Draft, state: State): void {
  const now = draftOf(state, id);
  if (now) keepDraft(change(now), state);
}

export function beginForm(code: FormCode, state: State, doors: Doors): void {
  const form = formOf(state, code);
  if (!form) return;
  const draft = begin(form, doors.clock, doors.chance, usual(form, state));
  keepDraft(draft, state);
  doors.go({ page: "form", draft: draft.id, at: "" });
}

/**
 * A gang that found nothing: only the site is asked, and the rest is read back as it is proposed.
 *
 * It is an ordinary production, so that it corrects and counts like any other.
 */
export function beginNil(state: State, doors: Doors): void {
  const form = formOf(state, "production");
  if (!form) return;
  const now = today(doors.clock);
  const draft = begin(form, doors.clock, doors.chance, { nil: true, basis: "declared", starts_on: now, ends_on: now });
  keepDraft(draft, state);
  doors.go({ page: "form", draft: draft.id, at: "site", then: "check" });
}

/** A page of a collector's register; its screens and all it does are read when they are first needed. */
export async function beginMonth(state: State, doors: Doors): Promise<void> {
  const form = formOf(state, "purchase");
  if (!form) return;
  const { beginPage } = await import("./month");
  const draft = beginPage(form, doors.clock, doors.chance, usual(form, state), today(doors.clock).slice(0, 7));
  keepDraft(draft, state);
  doors.go({ page: "month", draft: draft.id });
}

/**
 * The currency, or the language spoken, of the last record of this kind: an officer rarely changes it.
 *
 * Before there is one, it is the language of the screen where that is spoken here.
 */
function usual(form: Form, state: State): Answers {
  const last = (code: string) => state.records.value.find((one) => one.form === form.code && one.answers[code])?.answers[code];
  const spoken = state.meta.value.posting?.choices.languages?.map(({ code }) => code) ?? [];
  const proposed = fieldsOf(form).flatMap(({ code, choices }) => {
    if (choices?.source === "currencies") return [[code, last(code)]];
    return choices?.source === "languages" ? [[code, [last(code), state.language.value].find((one) => spoken.includes(String(one)))]] : [];
  });
  return Object.fromEntries(proposed.filter(([, value]) => value));
}

export function beginCorrection(record: OwnRecord, state: State, doors: Doors): void {
  const form = formOf(state, record.form);
  if (!form) return;
  const known = state.drafts.value.find(({ replaces, record: of }) => of === record.id || replaces === record.id);
  const draft = known ?? correct(record, form, doors.clock, doors.chance);
  keepDraft(draft, state);
  doors.go({ page: "check", draft: draft.id });
}

/** A photo takes seconds and a position half a minute: what was answered meanwhile stays. */
export function setAnswer(draft: Draft, code: string, value: Value | undefined, state: State, typed?: string): void {
  changeDraft(draft, (now) => {
    const next = answer(now, code, value, typed);
    if (dayFollows(now, code)) return answer(next, "ends_on", next.answers["starts_on"]);
    return code === "site" && isProposed(now, state) ? answer(next, "starts_on", firstDay(next, state)) : next;
  }, state);
}

/** A production is most often of one day: the last day follows the first until it is answered for itself. */
const dayFollows = (draft: Draft, code: string) =>
  workOf(draft) === "production" && code === "starts_on" && !draft.typed["ends_on"] && draft.answers["ends_on"] === draft.answers["starts_on"];

/** Whether the first day of a nil period is still the one that was proposed, and not one that somebody answered. */
const isProposed = (draft: Draft, state: State) =>
  workOf(draft) === "nil" && draft.act === "create" && draft.answers["starts_on"] === firstDay(draft, state);

/** A nil period goes on from the last day that this tablet has of the site; of a site without one it is of one day. */
function firstDay({ answers: { site, ends_on } }: Draft, { records }: State): Value | undefined {
  const here = records.value.filter(
    ({ form, state, answers }) =>
      form === "production" && !["rejected", "replaced"].includes(state) && JSON.stringify(answers["site"]) === JSON.stringify(site),
  );
  const last = here.map(({ answers }) => String(answers["ends_on"])).sort().at(-1);
  const from = site && last ? dayAfter(last) : ends_on;
  return ends_on && from! < ends_on ? from : ends_on;
}

export function setReason(draft: Draft, code: string, why: string, state: State): void {
  changeDraft(draft, (now) => ({ ...now, reasons: { ...now.reasons, [code]: why } }), state);
}

export async function throwAway(draft: Draft, state: State): Promise<void> {
  state.drafts.value = state.drafts.value.filter(({ id }) => id !== draft.id);
  state.unwritten.set(draft.id, null);
  state.thrown.value = draft;
  await state.store.value?.dropDraft(draft.id);
  if (state.unwritten.get(draft.id) === null) state.unwritten.delete(draft.id);
}

export function takeBack(state: State): void {
  const draft = state.thrown.value;
  state.thrown.value = null;
  if (draft) keepDraft(draft, state);
}

/** Give the draft its ids and numbers, just before it is read back: a form thrown away earlier leaves no gap. */
export async function number(draft: Draft, form: Form, state: State, doors: Doors): Promise<void> {
  const store = state.store.value;
  const tablet = state.header.value?.tablet.number;
  if (!store || tablet === undefined) return;
  void store.prepare?.().catch(() => undefined);
  const given: [string, string][] = [];
  try {
    for (const field of unnumbered(draft, form, judge(draft, form, today(doors.clock)))) {
      const value =
        field.kind === "identifier"
          ? uuid7(doors.clock.now(), doors.chance)
          : recordNumber(tablet, await store.nextNumber());
      given.push([field.code, value]);
    }
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    // A full tablet gives out no number; the officer is told, and the draft is as it was.
    state.full.value = true;
    return;
  }
  if (given.length > 0) changeDraft(draft, (now) => given.reduce((one, [code, value]) => answer(one, code, value), now), state);
}

/** Save what was checked and show that it is; null when the tablet is full, and then the draft is still there. */
export async function saveRecord(draft: Draft, form: Form, state: State, doors: Doors): Promise<OwnRecord | null> {
  const store = state.store.value;
  const header = state.header.value;
  if (!store || !header) return null;
  const result = judge(draft, form, today(doors.clock));
  try {
    const point = form.sections.flatMap(({ fields }) => fields).some(({ kind }) => kind === "point");
    const [position, files] = await Promise.all([
      point ? null : doors.places.known(), filesOf(finished(draft, result), form, store.album),
    ]);
    const saved = await save(finished(draft, result), {
      store, clock: doors.clock, chance: doors.chance, tablet: header.tablet.id, language: state.language.value,
      position, records: state.records.value, files, meta: state.meta.value,
    });
    state.full.value = false;
    show(saved, draft, state, doors);
    doors.later(() => {
      void refresh(state);
      doors.tellTabs();
      void sendIfDue(state, doors);
    });
    return saved[0];
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    state.full.value = true;
    return null;
  }
}

/** At once: the rest is read again from the disk when the tick is on the screen. */
function show(saved: readonly OwnRecord[], { id }: Draft, state: State, doors: Doors): void {
  doors.go({ page: "saved", id: saved[0]!.id });
  const others = state.records.value.filter((record) => !saved.some((one) => one.id === record.id));
  state.records.value = [...saved, ...others].sort((a, b) => b.savedAt - a.savedAt);
  state.drafts.value = state.drafts.value.filter((draft) => draft.id !== id);
  state.unwritten.delete(id);
}

/** The views of a draft as it stands, for this width of screen. */
export function viewsOf(draft: Draft, form: Form, state: State, doors: Doors) {
  const result = judge(draft, form, today(doors.clock));
  return { result, all: views(asked(form, result), form, state.narrow.value) };
}
