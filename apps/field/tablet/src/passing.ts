/** What a phone asks one by one, and what may be passed by: it comes together behind the others of its section. */

import type { Field, Form, Section } from "./shapes";

/** The kinds that the tablet answers by itself. */
export const OWN_KINDS = new Set(["identifier", "number"]);

export interface View { title: Section["title"]; fields: Field[]; first: string; closed?: boolean }

/** The last day of a production follows its first: it is as good as proposed. */
export const follower = (form: Form) => (form.code === "production" ? "ends_on" : "");

/**
 * The questions that somebody must answer, and those on which they depend.
 *
 * What is proposed is not among them: it is read back with what may be passed by, and once more before it is saved.
 */
export function mustAnswer(form: Form): Set<string> {
  const fields = form.sections.flatMap((section) => section.fields);
  const either = (form.checks ?? []).filter(({ op, severity, when }) => op === "any_of" && severity === "refuse" && !when);
  const needed = new Set(either.flatMap((check) => check.fields));
  const must = new Set<string>();
  for (const field of fields) {
    const wanted = needed.has(field.code) || (field.required && field.default === undefined && field.code !== follower(form));
    if (!wanted || !isOpen(field, fields, must)) continue;
    must.add(field.code);
    field.show_if?.fields.forEach((code) => must.add(code));
  }
  return must;
}

/** Whether it is asked before anything is answered that may be passed by. */
function isOpen({ show_if: shown }: Field, fields: Field[], must: ReadonlySet<string>): boolean {
  if (!shown || shown.fields.every((code) => must.has(code))) return true;
  const proposed = shown.fields.map((code) => fields.find((one) => one.code === code)?.default ?? null);
  return proposed.some((value) => (shown.among as unknown[]).includes(value)) === shown.holds;
}

/** The form in the order in which a phone asks. Only to be shown: what is asked at all depends on the paper's order. */
export function inTurn(form: Form): Form {
  const must = mustAnswer(form);
  const rank = ({ code }: Field) => (must.has(code) ? 0 : 1);
  return { ...form, sections: form.sections.map((one) => ({ ...one, fields: [...one.fields].sort((a, b) => rank(a) - rank(b)) })) };
}

/**
 * A question a view; what may be passed by is one closed view, also across sections that nobody must answer.
 *
 * A section that lets only one question pass by asks it openly: to pass it by takes as long, to answer it is shorter.
 * What another answer may still show counts as well, so that a view does not open or close under a finger.
 */
export function oneByOne(sections: readonly Section[], form: Form): View[] {
  const must = mustAnswer(form);
  const mayPass = ({ code, kind }: Field) => !must.has(code) && !OWN_KINDS.has(kind);
  const all: View[] = [];
  for (const { code, title, fields } of sections) {
    all.push(...fields.filter((field) => !mayPass(field)).map((field) => ({ title, fields: [field], first: field.code })));
    const rest = fields.filter(mayPass);
    const before = all.at(-1);
    const closed = form.sections.find((one) => one.code === code)!.fields.filter(mayPass).length > 1;
    if (rest.length === 0) continue;
    if (before?.fields.every(mayPass)) Object.assign(before, { fields: [...before.fields, ...rest], closed: true });
    else all.push({ title, fields: rest, first: rest[0]!.code, closed });
  }
  return all;
}

/** A single question of such a view, on the way from it or from the check. */
export function alone(view: View, at: string): View {
  const field = view.closed && view.fields.find(({ code }) => code === at);
  return field ? { title: view.title, fields: [field], first: at } : view;
}
