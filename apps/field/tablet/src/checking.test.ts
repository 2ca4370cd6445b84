/** The cases on which tablet and server must agree; pytest runs the same files against apps/forms. */

import { describe, expect, it } from "vitest";

import { validate, type Fault } from "./checking";
import type { Answers, Form } from "./shapes";

interface Case {
  name: string;
  today?: string;
  sources?: Record<string, string[]>;
  with?: Answers;
  without?: string[];
  instead?: unknown;
  faults: { field: string; code: string }[];
  warnings: { field: string; code: string }[];
  cleaned?: Record<string, unknown>;
}
interface File { today: string; answers: Answers; cases: Case[] }

// As text: what turns JSON into modules would mend the broken letters that some cases are about.
const files = import.meta.glob<string>("../../../../fixtures/conformance/*.json", { eager: true, query: "?raw", import: "default" });
const forms = import.meta.glob<string>("../../../../fixtures/forms/*.json", { eager: true, query: "?raw", import: "default" });

const codeOf = (path: string) => path.split("/").at(-1)!.replace(".json", "");
const newest = (code: string): Form => {
  const versions = Object.entries(forms).filter(([path]) => codeOf(path).startsWith(`${code}-v`));
  const read = versions.map(([, text]) => JSON.parse(text) as Form);
  return read.sort((a, b) => b.version - a.version)[0]!;
};

function answersOf(file: File, one: Case): Answers {
  if ("instead" in one) return one.instead as Answers;
  const kept = Object.entries(file.answers).filter(([key]) => !one.without?.includes(key));
  return { ...Object.fromEntries(kept), ...one.with };
}

const said = (faults: { field: string; code: string }[]) => faults.map(({ field, code }) => `${field} ${code}`).sort();
const isWhole = ({ sentence }: Fault) => Boolean(sentence.en && sentence.fr) && !/[{}]|undefined/.test(sentence.en + sentence.fr);

describe.each(Object.entries(files))("%s", (path, text) => {
  const file = JSON.parse(text) as File;
  const form = newest(codeOf(path));

  it.each(file.cases)("$name", (one) => {
    const context = { today: one.today ?? file.today, sources: one.sources };

    const result = validate(form, answersOf(file, one), context);

    expect(said(result.faults)).toEqual(said(one.faults));
    expect(said(result.warnings)).toEqual(said(one.warnings));
    const kept = Object.keys(one.cleaned ?? {}).map((key) => [key, result.cleaned[key] ?? null]);
    expect(Object.fromEntries(kept)).toEqual(one.cleaned ?? {});
    expect([...result.faults, ...result.warnings].every(isWhole)).toBe(true);
    expect(validate(form, result.cleaned, context).cleaned).toEqual(result.cleaned);
  });
});

it("finds the cases of every form", () => {
  const codes = Object.keys(forms).map((path) => codeOf(path).replace(/-v\d+$/, ""));

  expect(Object.keys(files).map(codeOf).sort()).toEqual([...new Set(codes)].sort());
});

it("leaves out a question of a kind that is not known yet, and asks the rest", () => {
  const form = newest("site");
  const later = structuredClone(form) as Form;
  later.sections[0]!.fields.push({ code: "smell", kind: "smell" as never, label: { en: "Smell", fr: "Odeur" } });
  const answers = { number: "14-1", name: "Bemba" };

  expect(validate(later, answers, { today: "2026-11-24" })).toEqual(validate(form, answers, { today: "2026-11-24" }));
});
