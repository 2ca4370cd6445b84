/** A form on its way: what is answered, what is asked next, what stands against going on. */

import type { Chance, Clock } from "./ports";
import type { Answers, Draft, Field, Form, OwnRecord, Section, Value } from "./shapes";
import { validate, type Fault, type Result } from "./checking";
import { uuid7 } from "./ids";
import { localDay } from "./moments";
import { OWN_KINDS, oneByOne, type View } from "./passing";

export const fieldsOf = (form: Form): Field[] => form.sections.flatMap(({ fields }) => fields);
export const fieldOf = (form: Form, code: string) => fieldsOf(form).find((field) => field.code === code);

/** A blank draft with what the form proposes, and what this tablet usually answers. */
export function begin(form: Form, clock: Clock, chance: Chance, usual: Answers = {}): Draft {
  const now = clock.now();
  const answers: Answers = { ...usual };
  for (const field of fieldsOf(form)) if (field.default !== undefined) answers[field.code] = field.default;
  return {
    id: uuid7(now, chance), form: form.code, version: form.version, record: uuid7(now, chance), act: "create",
    seen: null, replaces: null, before: null, answers, typed: {}, reasons: {}, at: "", startedAt: now,
  };
}

/**
 * A draft that answers a returned record, filled in with what was said before.
 *
 * The register changes in place, seen as the version that the desk decided on; a ledger fact is never changed but
 * replaced by a new record.
 */
export function correct(record: OwnRecord, form: Form, clock: Clock, chance: Chance): Draft {
  const draft = { ...begin(form, clock, chance), reasons: record.reasons };
  const answers = { ...record.answers };
  if (!form.acts.includes("replace")) {
    return { ...draft, record: record.id, act: "amend", seen: record.version, before: record.answers, answers };
  }
  for (const field of fieldsOf(form)) if (OWN_KINDS.has(field.kind)) delete answers[field.code];
  return { ...draft, act: "replace", seen: record.version, replaces: record.id, before: record.answers, answers };
}

export function judge(draft: Draft, form: Form, today: string): Result {
  return validate(form, draft.answers, { today });
}

/** The questions an officer is asked, section by section, as far as the answers so far show them. */
export function asked(form: Form, result: Result): Section[] {
  const codes = new Set(result.asked);
  return form.sections
    .map((section) => ({ ...section, fields: section.fields.filter((one) => codes.has(one.code) && !OWN_KINDS.has(one.kind)) }))
    .filter(({ fields }) => fields.length > 0);
}

/** What one view holds: a section on a tablet; on a phone a question that must be answered, or those that need not. */
export const views = (sections: Section[], form: Form, narrow: boolean): View[] =>
  narrow ? oneByOne(sections, form) : sections.map(({ title, fields }) => ({ title, fields, first: fields[0]!.code }));

/** Where the officer is; a question that is no longer asked leads to the first one. */
export const indexOf = (all: View[], at: string) =>
  Math.max(0, all.findIndex(({ fields }) => fields.some(({ code }) => code === at)));

export function answer(draft: Draft, code: string, value: Value | undefined, typed?: string): Draft {
  const answers = { ...draft.answers };
  if (value === undefined || value === null || value === "") delete answers[code];
  else answers[code] = value;
  const words = { ...draft.typed };
  if (typed === undefined) delete words[code];
  else words[code] = typed;
  return { ...draft, answers, typed: words };
}

/** The question at which a fault can be known: for a check between several, the last of them that is asked. */
export function placeOf(fault: Fault, form: Form, result: Result): string {
  const order = fieldsOf(form).map(({ code }) => code).filter((code) => result.asked.includes(code));
  const check = form.checks?.find(({ code }) => code === fault.code);
  const over = [...(check?.fields ?? []), ...(check?.when?.fields ?? [])].filter((code) => order.includes(code));
  return over.sort((a, b) => order.indexOf(b) - order.indexOf(a))[0] ?? fault.field;
}

/** Faults that stop this view, or the whole form; what was typed and cannot be read is one of them. */
export function standing(draft: Draft, form: Form, result: Result, fields: readonly Field[]): Fault[] {
  const codes = new Set(fields.map(({ code }) => code));
  const unread = fields
    .filter(({ code }) => draft.typed[code] && draft.answers[code] === undefined)
    .map(({ code, kind }) => ({ field: code, code: "unreadable", severity: "refuse" as const, sentence: form.sentences[`unreadable.${kind}`]! }));
  const known = new Set(unread.map(({ field }) => field));
  return [...unread, ...result.faults.filter((fault) => codes.has(placeOf(fault, form, result)) && !known.has(fault.field))];
}

/** What is unlikely and wants a reason. */
export const warnings = (form: Form, result: Result, fields: readonly Field[]): Fault[] =>
  result.warnings.filter(
    (fault) => fault.severity === "warn" && fields.some(({ code }) => code === placeOf(fault, form, result)),
  );

/** A refusal that no other answer of this view can mend: the officer is told so and the form ends. */
export const ending = (faults: readonly Fault[]) => faults.find(({ code }) => code === "adult");

/** The answers as they go into the event: only what is asked, so that a changed mind leaves nothing behind. */
export function finished(draft: Draft, result: Result): Draft {
  const codes = new Set(result.asked);
  const answers = Object.fromEntries(Object.entries(draft.answers).filter(([code]) => codes.has(code)));
  return { ...draft, answers, typed: {} };
}

/** Ids and numbers that this form needs from the tablet and does not have yet. */
export const unnumbered = (draft: Draft, form: Form, result: Result): Field[] =>
  fieldsOf(form).filter(({ code, kind }) => OWN_KINDS.has(kind) && result.asked.includes(code) && !draft.answers[code]);

export const today = (clock: Clock) => localDay(clock.now(), clock);
