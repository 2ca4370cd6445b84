/** How answers, days and records are written for people, in their language. */

import { showAmount } from "./amounts";
import { daysIn, degreesIn, numbersIn, weekdaysIn } from "./formats";
import { othersIn } from "./merged";
import { dayBefore, localDay, localIso } from "./moments";
import type { Clock } from "./ports";
import type { Entry, Registers } from "./registers";
import { squareMetres } from "./areas";
import { roughness } from "./placing";
import type { Answers, Area, Choice, Field, Form, FormCode, Language, OwnRecord, Point, Posting, Reference, Row, Signed, Text, Value } from "./shapes";
import type { Say } from "./words";

export interface Context {
  say: Say;
  language: Language;
  registers: Registers;
  posting: Posting | undefined;
  records: readonly OwnRecord[];
  clock: Clock;
}

const utc = (day: string) => new Date(`${day}T12:00:00Z`);

/** `24 Nov 2026`, with the weekday in front where it helps. */
export function showDay(day: string, language: Language, weekday = false): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const text = (weekday ? weekdaysIn : daysIn)(language).format(utc(day));
  return text.replace(/,/g, "").replace("Sept ", "Sep ");
}

export const showMoment = (at: number, { clock, language }: Pick<Context, "clock" | "language">) =>
  [showDay(localDay(at, clock), language), localIso(at, clock).slice(11, 16)] as const;

/** `today, 09:41`, `Mon 23 Nov 2026, 16:20` */
export function showWhen(at: number, context: Context): string {
  const today = localDay(context.clock.now(), context.clock);
  const day = localDay(at, context.clock);
  const time = localIso(at, context.clock).slice(11, 16);
  if (day === today) return `${context.say("today").toLowerCase()}, ${time}`;
  if (day === dayBefore(today)) return `${context.say("yesterday").toLowerCase()}, ${time}`;
  return `${showDay(day, context.language, true)}, ${time}`;
}

export const daysBetween = (earlier: string, later: string) => Math.round((+utc(later) - +utc(earlier)) / 86_400_000);

export function showBytes(bytes: number, language: Language): string {
  const units = language === "fr" ? ["ko", "Mo", "Go"] : ["kB", "MB", "GB"];
  const power = Math.min(3, Math.max(1, Math.floor(Math.log10(Math.max(bytes, 1000)) / 3)));
  return `${numbersIn(language).format(Math.floor(bytes / 1000 ** power))} ${units[power - 1]}`;
}

export const inLanguage = (text: Text | undefined, language: Language) => text?.[language] ?? text?.en ?? "";

/** The options of a choice, from the form itself or from the lists of the posting. */
export function optionsOf(field: Field, posting: Posting | undefined): Choice[] {
  const { options, source } = field.choices ?? {};
  if (options) return options;
  const list = source ? posting?.choices[source] : undefined;
  return (list ?? []).map(({ code, en, fr }) => ({ code, label: { en, fr } }));
}

const labelOf = (field: Field, code: unknown, { posting, language }: Context) => {
  const option = optionsOf(field, posting).find((one) => one.code === code);
  return option ? inLanguage(option.label, language) : String(code);
};

export interface Shown { main: string; rest?: string; entry?: Entry; lines?: string[] }

/** An answer as it is read back; null where there is none. */
export function showAnswer(field: Field, answers: Answers, context: Context): Shown | null {
  const value = answers[field.code];
  if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) return null;
  const show = SHOW[field.kind];
  return show ? show(value, field, context, answers) : { main: String(value) };
}

type Show = (value: Value, field: Field, context: Context, answers: Answers) => Shown;
const SHOW: Partial<Record<Field["kind"], Show>> = {
  choice: (value, field, context) => ({ main: labelOf(field, value, context) }),
  choices: (value, field, context) => ({ main: (value as string[]).map((code) => labelOf(field, code, context)).join(" · ") }),
  flag: (value, _field, { say }) => ({ main: say(value ? "yes" : "no") }),
  carats: (value, _field, { language, say }) => ({ main: `${showAmount(String(value), language)} ${say("unit_ct")}` }),
  hectares: (value, _field, { language, say }) => ({ main: `${showAmount(String(value), language, 4)} ${say("unit_ha")}` }),
  cubic_metres: (value, _field, { language, say }) => ({ main: `${showAmount(String(value), language)} ${say("unit_m3")}` }),
  money: (value, field, { language }, answers) => ({ main: `${showAmount(String(value), language)} ${currencyFor(field, answers)}`.trim() }),
  date: (value, _field, { language }) => ({ main: showDay(String(value), language, true) }),
  reference: (value, field, context) => showReference(value as Reference, field.refers_to ?? "", context),
  photo: (_value, _field, { say }) => ({ main: say("photo_taken") }),
  point: (value, _field, context) => showPoint(value as Point, context),
  signed: (value, _field, { say }) => {
    const { how, witness, reason } = value as Signed;
    return { main: say(`signed_${how}`), rest: how === "mark" && witness ? say("signed_before", { name: witness }) : reason };
  },
  area: (value, _field, context) => showArea(value as Area, context),
  rows: (value, field, context) => ({ main: context.say("rows_n", { n: (value as Row[]).length }), lines: (value as Row[]).map((row) => showRow(row, field, context)) }),
  integer: (value, _field, { language }) => ({ main: numbersIn(language).format(Number(value)) }),
};

/** `11 (≥ 0.32 ct): stones 12, 4.20 ct` */
function showRow(row: Row, { parts = [] }: Field, context: Context): string {
  const words = (part: Field) => {
    const shown = showAnswer(part, row, context)?.main;
    return shown && part.kind === "integer" ? `${inLanguage(part.label, context.language).toLowerCase()} ${shown}` : shown;
  };
  const [first, ...others] = parts.map(words);
  return [first ?? "", others.filter(Boolean).join(", ")].filter(Boolean).join(context.language === "fr" ? " : " : ": ");
}

/** The currency that an amount of this form is in: the answer of its own currency question, else of the form's one. */
export const currencyFor = (field: Field, answers: Answers) => String(answers[`${field.code}_currency`] ?? answers["currency"] ?? "");

const showPoint = (point: Point, context: Context): Shown => ({ main: showPlace(point, context), rest: context.say("accuracy", { n: point.accuracy_m }) });

export function showPlace({ lat_e6, lon_e6 }: Pick<Point, "lat_e6" | "lon_e6">, { language }: Pick<Context, "language">): string {
  const degrees = degreesIn(language);
  return `${degrees.format(lat_e6 / 1e6)}  ${degrees.format(lon_e6 / 1e6)}`;
}

/** Square metres as hectares. */
export const showHectares = (metres: number, { language, say }: Pick<Context, "language" | "say">) =>
  `${showAmount((metres / 10_000).toFixed(4), language, 4)} ${say("unit_ha")}`;

function showArea(area: Area, context: Context): Shown {
  const rough = roughness(area);
  const known = rough ? ` · ${context.say("accuracy", { n: rough })}` : "";
  return { main: showHectares(squareMetres(area.corners), context), rest: context.say("corners", { n: area.corners.length }) + known };
}

function showReference(value: Reference, kind: string, context: Context): Shown {
  if ("number" in value) return { main: `${noun(kind, context.say)} ${value.number}`, rest: context.say("number_from_paper") };
  const entry = context.registers.get(kind)?.get(value.id);
  if (!entry) return { main: noun(kind, context.say) };
  const { title, detail } = describe(entry, context);
  return { main: title, rest: detail, entry };
}

const NOUNS = new Set([
  "digger", "site", "licence", "buyer", "production", "purchase", "resale", "stock_count", "transfer", "booklet", "inspection", "infraction",
]);
export const noun = (kind: string, say: Say) => (NOUNS.has(kind) ? say(`noun_${kind as FormCode}`) : "");

/** The two lines by which people know a thing: its name, then its number and place. */
export function describe(entry: Pick<Entry, "kind" | "row">, context: Context): { title: string; detail: string } {
  const { row, kind } = entry;
  const text = (field: string) => (row[field] ? String(row[field]) : "");
  const numbered = `${noun(kind, context.say)} ${text("number")}`.trim();
  const lines: Record<string, () => [string, string[]]> = {
    digger: () => [text("names"), [numbered, text("nickname"), siteName(row["site"], context)]],
    site: () => [numbered, [text("name"), text("place")]],
    licence: () => [numbered, [holderName(row, context), classLabel("licence_classes", text("licence_class"), context)]],
    buyer: () => [text("names"), [classLabel("buyer_classes", text("buyer_class"), context), numbered]],
    production: () => [numbered, [row["nil"] ? context.say("nothing_found") : caratsOf(text("carats"), context), siteName(row["site"], context)]],
    transfer: () => [numbered, [caratsOf(text("carats"), context), bothHolders(row as Answers, context)]],
    stock_count: () => [numbered, [caratsOf(text("carats"), context), holderOf(row as Answers, context)]],
    booklet: () => [numbered, [slipsOf(row), showHolder(row, context)]],
    inspection: () => [numbered, [siteName(row["site"], context), optionOf("inspection", "state", text("state"), context)]],
    // Whom it concerns stands on the record's own page, and not where others look on.
    infraction: () => [numbered, [optionOf("infraction", "type", text("type"), context), siteName(row["site"], context) || text("place")]],
  };
  const [title, details] = lines[kind]?.() ?? [numbered, []];
  return { title: title || numbered, detail: details.filter(Boolean).join(" · ") };
}

/** Whoever holds stones: named by himself or by his licence, or by the place where the State keeps them. */
export function holderOf(answers: Answers, context: Context, side = ""): string {
  const kind = ["digger", "licence", "buyer"].find((one) => answers[side + one]);
  return kind ? showReference(answers[side + kind] as Reference, kind, context).main : String(answers[`${side}place`] ?? "");
}

/** `BRL 101–150` */
const slipsOf = (row: Record<string, unknown>) => `${String(row["series"] ?? "")} ${String(row["first_number"] ?? "")}–${String(row["last_number"] ?? "")}`.trim();

/** A row of the register names the buyer by id, an answer as a reference. */
function showHolder(row: Record<string, unknown>, context: Context): string {
  const buyer = row["buyer"];
  if (!buyer) return String(row["holder_name"] ?? "");
  return showReference(typeof buyer === "string" ? { id: buyer } : (buyer as Reference), "buyer", context).main;
}

/** What a choice of a form is called. */
function optionOf(form: FormCode, code: string, chosen: string, { posting, language }: Context): string {
  const field = posting?.forms.find((one) => one.code === form)?.sections.flatMap(({ fields }) => fields).find((one) => one.code === code);
  return inLanguage(field?.choices?.options?.find((one) => one.code === chosen)?.label, language);
}

/** What tells one person from another, of what a tablet carries of anybody. */
const TELLING = ["names", "nickname", "sex", "birth_year", "birthplace", "site"];
export const tellingFields = (form: Form | undefined): Field[] =>
  (form?.sections ?? []).flatMap(({ fields }) => fields).filter(({ code }) => TELLING.includes(code));

/** A row of the register names its site by id alone. */
const asAnswers = (row: Record<string, unknown>) =>
  (typeof row["site"] === "string" ? { ...row, site: { id: row["site"] } } : row) as Answers;

/** What is known of a person, whether from the register or from a form on its way; "" where nothing is. */
export function showTelling(field: Field, row: Record<string, unknown>, context: Context): string {
  const shown = showAnswer(field, asAnswers(row), context);
  if (!shown) return "";
  if (field.code === "birth_year" && row["birth_year_estimated"]) return context.say("about_year", { year: shown.main });
  return [shown.main, shown.rest].filter(Boolean).join(" · ");
}

/** `Fanta Ouédi → Paul Sowé`, as far as they are known. */
export const bothHolders = (answers: Answers, context: Context) =>
  ["giver_", "receiver_"].map((side) => holderOf(answers, context, side)).filter(Boolean).join(" → ");

const caratsOf = (carats: string, { language, say }: Context) => (carats ? `${showAmount(carats, language)} ${say("unit_ct")}` : "");

function classLabel(list: "licence_classes" | "buyer_classes", code: string, { posting, language }: Context): string {
  return posting?.choices[list].find((one) => one.code === code)?.[language] ?? code;
}

/** A row of the register names its site by id; an answer of this tablet by id or by the number on the paper. */
export function idOf(reference: unknown): string {
  if (typeof reference === "string") return reference;
  return String((reference as { id?: string } | null)?.id ?? "");
}

function siteName(reference: unknown, { registers }: Context): string {
  const row = registers.get("site")?.get(idOf(reference))?.row;
  return row ? String(row["name"] ?? row["number"] ?? "") : "";
}

function holderName(row: Record<string, unknown>, { registers }: Context): string {
  const holder = registers.get("digger")?.get(idOf(row["holder"]))?.row;
  return String(row["holder_name"] || holder?.["names"] || "");
}

/** What an officer calls the work on a form: a production that found nothing is a word of its own, and so is a page. */
export type Work = FormCode | "nil" | "month";
export const workOf = ({ form, answers, page }: Pick<OwnRecord, "form" | "answers"> & { page?: unknown }): Work =>
  page ? "month" : form === "production" && answers["nil"] === true ? "nil" : form;

/** What a record is about, in one line of a list. */
export function subject(record: Pick<OwnRecord, "form" | "answers" | "number">, context: Context): string {
  const { title, detail } = describe({ kind: record.form, row: { ...record.answers, number: record.number } }, context);
  if (record.form !== "purchase" && record.form !== "resale") return detail ? `${title} · ${detail}` : title;
  const carats = caratsOf(String(record.answers["carats"] ?? ""), context);
  const seller = record.answers["seller"] as Reference | undefined;
  return [title, carats, seller ? showReference(seller, sellerKind(record.form), context).main : ""].filter(Boolean).join(" · ");
}

/** The seller as the rights to buy name him, by what he is or by his class; empty where that is not known here. */
export function sellerOf({ form, answers }: Pick<OwnRecord, "form" | "answers">, { registers }: Context): string {
  if (form === "resale") return String(registers.get("buyer")?.get(idOf(answers["seller"]))?.row["buyer_class"] ?? "");
  const role = answers["seller_role"];
  return role === "holder" ? "licence_holder" : role ? "digger" : "";
}

/** Who sells: a digger at first, a buyer later. */
export const sellerKind = (form: FormCode) => (form === "resale" ? "buyer" : "digger");

export interface Standing { good: boolean; words: string }

/** Whether a licence or a buyer's licence holds on a day, in words; null where the row cannot say. */
export function standingOn(row: Record<string, unknown>, day: string, { say, language }: Context): Standing | null {
  const [from, to, revoked] = [row["starts_on"], row["ends_on"], row["revoked_on"]].map((one) => (one ? String(one) : ""));
  if (!to) return null;
  if (revoked && revoked <= day) return { good: false, words: say("revoked_on", { day: showDay(revoked, language) }) };
  const since = pausedSince(String(row["pauses"] ?? ""), day);
  if (since) return { good: false, words: say("paused_since", { day: showDay(since, language) }) };
  if (to < day) return { good: false, words: say("expired_on", { day: showDay(to, language) }) };
  if (from && from > day) return { good: false, words: say("valid_from", { day: showDay(from, language) }) };
  return { good: true, words: say("valid_to", { day: showDay(to, language) }) };
}

/** The first day of the interval around this day, of those as which `pauses.py` writes interruptions; "" for none. */
export function pausedSince(pauses: string, day: string): string {
  const halves = pauses.split(" ").map((interval) => interval.split("/"));
  return halves.find(([first, last]) => first && first <= day && (last === ".." || day <= last!))?.[0] ?? "";
}

/** Whether a buyer of this class may buy from this seller; null where the country has no rule on this tablet. */
export function mayBuy(buyerClass: string, seller: string, { posting, say }: Context): Standing | null {
  const rules = posting?.choices.may_buy ?? [];
  if (!buyerClass || !seller || rules.length === 0) return null;
  const good = rules.some((rule) => rule.seller === seller && rule.buyer_class === buyerClass);
  return { good, words: say(good ? "may_buy" : "may_not_buy") };
}

/** The licence of a digger that runs longest, under whichever of the person's entries, for the finder. */
export function licenceOf(digger: string, { registers }: Context): Record<string, unknown> | null {
  const person = registers.get("digger")?.get(digger);
  const entries = [person?.id ?? digger, ...othersIn(person?.row["others"]).map(([id]) => id)];
  const held = entries.flatMap((id) => registers.get("licence")?.where("holder", idOf, id) ?? []);
  held.sort((a, b) => (String(a.row["ends_on"]) < String(b.row["ends_on"]) ? 1 : -1));
  return held[0]?.row ?? null;
}
