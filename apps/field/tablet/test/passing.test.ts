import { describe, expect, it } from "vitest";
import { fakeChance, fakeClock } from "./fakes";
import { answer, asked, begin, fieldsOf, judge, placeOf, today, views } from "../src/drafts";
import { alone, follower, inTurn, mustAnswer } from "../src/passing";
import type { Draft, Form, Value } from "../src/shapes";

const files = import.meta.glob<string>("../../../../fixtures/forms/*.json", { eager: true, query: "?raw", import: "default" });
const clock = fakeClock();
const forms = Object.values(files).map((text) => JSON.parse(text) as Form);
const newest = forms.filter(({ code, version }) => !forms.some((other) => other.code === code && other.version > version));
const formOf = (code: string) => newest.find((form) => form.code === code)!;
const drawn = (form: Form, answers: Record<string, Value> = {}): Draft =>
  Object.entries(answers).reduce((draft, [code, value]) => answer(draft, code, value), begin(form, clock, fakeChance()));
const onPhone = (form: Form, answers: Record<string, Value> = {}) => views(asked(form, judge(drawn(form, answers), form, today(clock))), form, true);
const shape = (form: Form, answers?: Record<string, Value>) =>
  onPhone(form, answers).map(({ fields, closed }) => (closed ? fields.map(({ code }) => code) : fields[0]!.code));

describe.each(newest.map((form) => [form.code, form] as const))("a phone, for %s", (_code, form) => {
  it("shows each question that a tablet shows, once", () => {
    const sections = asked(form, judge(drawn(form), form, today(clock)));
    const codes = (fields: { code: string }[]) => fields.map(({ code }) => code).sort();
    expect(codes(onPhone(form).flatMap(({ fields }) => fields))).toEqual(codes(sections.flatMap(({ fields }) => fields)));
  });

  it("asks by itself what must be answered and what nobody has proposed", () => {
    const passed = onPhone(form).filter(({ closed }) => closed).flatMap(({ fields }) => fields);
    const needed = passed.filter((field) => field.required && field.default === undefined && field.code !== follower(form));
    expect(needed).toEqual([]);
  });

  it("asks before it what a question depends on", () => {
    const order = inTurn(form).sections.flatMap(({ fields }) => fields.map(({ code }) => code));
    const late = fieldsOf(form).filter(({ code, show_if }) => mustAnswer(form).has(code) && show_if?.fields.some((one) => order.indexOf(one) > order.indexOf(code)));
    expect(late.map(({ code }) => code)).toEqual([]);
  });
});

it("lets what need not be answered pass by together, behind the rest of its section", () => {
  const first = forms.find(({ code, version }) => code === "production" && version === 1)!;
  expect(shape(first)).toEqual([
    "site", "starts_on", ["licence", "ends_on", "channel"], "basis", "nil", "carats",
    ["stones", "largest_stone", "scale_step", "weighed_by", "cleaned", "finder", "gang_size"],
  ]);
});

it("asks a single one where it stands, as passing it by takes as long", () => {
  expect(shape(formOf("purchase"))).toContain("licence");
});

it("neither opens nor closes such a view as it is answered", () => {
  expect(shape(formOf("purchase"))).toContainEqual(["with_find", "production"]);
  expect(shape(formOf("purchase"), { with_find: true })).toContainEqual(["with_find"]);
});

it("asks for both where one of two is needed", () => {
  expect(shape(formOf("digger"))).toEqual(expect.arrayContaining(["nationality", "residence"]));
});

it("asks for the day of a consent beside the consent", () => {
  const last = shape(formOf("digger"), { consent_photo: true }).at(-1);
  expect(last).toEqual(expect.arrayContaining(["consent_on", "consent_language"]));
});

it("says what two answers have against each other at the one that a phone asks last", () => {
  const resale = formOf("resale");
  const check = { ...resale.checks![0]!, code: "slip_or_day", fields: ["slip_number", "bought_on"] };
  const form = { ...resale, checks: [check] };
  const result = judge(drawn(form), form, today(clock));
  const fault = { ...check, field: "slip_number" };
  expect(placeOf(fault, form, result)).toBe("bought_on");
  expect(placeOf(fault, inTurn(form), result)).toBe("slip_number");
});

it("opens one of them by itself, and leaves a view of one question as it is", () => {
  const [, , closed] = onPhone(formOf("production"));
  expect(alone(closed!, "channel").fields.map(({ code }) => code)).toEqual(["channel"]);
  expect(alone(closed!, "channel").closed).toBeUndefined();
  expect(alone(onPhone(formOf("production"))[0]!, "site").first).toBe("site");
});
