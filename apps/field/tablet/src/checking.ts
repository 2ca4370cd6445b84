/**
 * Read, clean and check the answers of a form, as the server's `apps/forms` does: the same verdict on both sides.
 *
 * Carats and money are compared as scaled integers, never as floats. What is said comes with the form.
 */

import { readArea, readPoint, roughness } from "./placing.ts";
import type { Answers, Area, Check, Condition, Field, Form, Point, Row, Signed, Text, Value } from "./shapes";

export interface Fault { field: string; code: string; sentence: Text; severity: Check["severity"] }
export interface Context {
  today: string;
  /** The codes of the server's choice lists; one that is not given accepts any readable code. */
  sources?: Record<string, readonly string[]>;
}
/** `cleaned` holds only what is asked and answered; only `faults` stop a record; `asked` names the questions shown. */
export interface Result { cleaned: Answers; faults: Fault[]; warnings: Fault[]; asked: string[] }

type Answer = Exclude<Value, null>;
/** Why an answer cannot be taken. */
class Unread {
  readonly code: string;
  constructor(code: string) { this.code = code; }
}
type Read = Answer | null | Unread;

// Written out, because trim() and Python's strip() disagree on what a space is.
const SPACES = /[\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
// What the database cannot keep, what no screen shows, and what turns a name around.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/u;
const LISTED = /^[A-Za-z0-9_.-]+$/;
const AMOUNT = { 2: /^(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,2})?$/, 4: /^(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,4})?$/ };
const DAY = /^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$/;
const IDENTIFIER = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PICTURE = /^[0-9a-f]{64}$/;
const SAYABLE = /^[a-z][a-z0-9_]{0,39}$/;
const LIMITS = { too_small: "min", too_large: "max", too_long: "max_length" } as const;
const DECIMALS = 4;
const UNIT = 10n ** BigInt(DECIMALS);

export function validate(form: Form, answers: Answers, context: Context): Result {
  const result: Result = { cleaned: {}, faults: [], warnings: [], asked: [] };
  if (!isObject(answers)) return { ...result, faults: [unknown(form, "")] };
  // A newer form may ask in a way that this app does not know yet: it asks the rest.
  const fields = form.sections.flatMap((section) => section.fields).filter(({ kind }) => kind in READERS);
  const known = new Set(fields.map(({ code }) => code));
  for (const key of Object.keys(answers)) if (!known.has(key)) result.faults.push(unknown(form, key));
  for (const field of fields) {
    if (!field.show_if || isMet(field.show_if, result.cleaned)) take(form, field, answers[field.code], context, result);
    else if (!isBlank(answers[field.code])) result.warnings.push(said(form, field, "left_out", "flag"));
  }
  compare(form, context.today, result);
  return result;
}

function take(form: Form, field: Field, raw: unknown, { sources = {} }: Context, result: Result): void {
  result.asked.push(field.code);
  const value = raw === undefined || raw === null ? null : READERS[field.kind](raw, field);
  if (value instanceof Unread) result.faults.push(said(form, field, value.code));
  else if (value === null) {
    if (field.required) result.faults.push(said(form, field, "required"));
  } else if (!isListed(field, value, sources)) result.faults.push(said(form, field, "choice"));
  else result.cleaned[field.code] = value;
}

/** Whether what was chosen from a list of the server's stands in it, in rows as well. */
function isListed(field: Field, value: Value, sources: NonNullable<Context["sources"]>): boolean {
  if (field.parts) return (value as Row[]).every((row) => field.parts!.every((part) => row[part.code] === undefined || isListed(part, row[part.code]!, sources)));
  const listed = sources[field.choices?.source ?? ""];
  return !listed || listed.includes(String(value));
}

// -- what is said --------------------------------------------------------------------------------------------------

const unknown = (form: Form, key: string): Fault =>
  ({ field: SAYABLE.test(key) ? key : "", code: "unknown_field", sentence: form.sentences["unknown_field"]!, severity: "refuse" });

function said(form: Form, field: Field, code: string, severity: Fault["severity"] = "refuse"): Fault {
  const text = form.sentences[`${code}.${field.kind}`] ?? form.sentences[code]!;
  const limit = code in LIMITS ? String(field[LIMITS[code as keyof typeof LIMITS]]) : "";
  const sentence = { en: text.en.replace("{limit}", limit), fr: text.fr.replace("{limit}", limit.replace(".", ",")) };
  return { field: field.code, code, sentence, severity };
}

// -- reading, by kind ------------------------------------------------------------------------------------------------

const unreadable = new Unread("unreadable");
const isObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw);
const isBlank = (raw: unknown) =>
  raw === undefined || raw === null || raw === false || raw === "" || (Array.isArray(raw) && raw.length === 0);

function readText(raw: unknown, most: number): string | null | Unread {
  if (typeof raw !== "string") return unreadable;
  const tidy = raw.replace(SPACES, " ").replace(/^ | $/g, "");
  if (UNSEEN.test(tidy)) return unreadable;
  const text = tidy.normalize("NFC");
  return [...text].length > most ? new Unread("too_long") : text || null;
}

function readNumber(raw: unknown, most: number): string | null | Unread {
  const text = readText(raw, most);
  return typeof text === "string" ? readText(text.toUpperCase(), most) : text;
}

function readAmount(raw: unknown, { min, max }: Field, places: 2 | 4): Read {
  if (typeof raw !== "string" || !AMOUNT[places].test(raw)) return unreadable;
  const [whole, decimals = ""] = raw.split(".");
  return bounded(scaled(raw), min, max) ?? `${whole}.${decimals.padEnd(places, "0")}`;
}

function readInteger(raw: unknown, { min, max }: Field): Read {
  if (typeof raw !== "number" || !Number.isInteger(raw)) return unreadable;
  return bounded(measure(raw), min, max) ?? raw;
}

function bounded(amount: bigint, min: Field["min"], max: Field["max"]): Unread | null {
  if (amount < measure(min!)) return new Unread("too_small");
  return amount > measure(max!) ? new Unread("too_large") : null;
}

function readChoice(raw: unknown, { choices, max_length }: Field): Read {
  if (typeof raw !== "string") return unreadable;
  if (raw === "") return null;
  if (choices?.options) return choices.options.some(({ code }) => code === raw) ? raw : new Unread("choice");
  if (!LISTED.test(raw)) return unreadable;
  return raw.length > max_length! ? new Unread("too_long") : raw;
}

/** The chosen codes in the order of the declaration, so that the same answer is always written the same. */
function readChoices(raw: unknown, { choices }: Field): Read {
  if (!Array.isArray(raw) || !raw.every((one) => typeof one === "string")) return unreadable;
  if (new Set(raw).size !== raw.length) return unreadable;
  const codes = choices!.options!.map(({ code }) => code);
  if (!raw.every((one) => codes.includes(one))) return new Unread("choice");
  return raw.length === 0 ? null : codes.filter((code) => raw.includes(code));
}

function readDate(raw: unknown): Read {
  if (typeof raw !== "string" || !DAY.test(raw)) return unreadable;
  const day = new Date(`${raw}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(raw) ? raw : unreadable;
}

const readIdentifier = (raw: unknown) =>
  typeof raw === "string" && IDENTIFIER.test(raw) ? raw.toLowerCase() : unreadable;

function readReference(raw: unknown, { max_length }: Field): Read {
  if (!isObject(raw) || Object.keys(raw).length !== 1) return unreadable;
  if (Object.hasOwn(raw, "id")) {
    const id = readIdentifier(raw["id"]);
    return id instanceof Unread ? id : { id };
  }
  const number = readNumber(raw["number"], max_length!);
  return number === null ? unreadable : number instanceof Unread ? number : { number };
}

/** What stands beside each way to sign. */
const BESIDE: Record<string, readonly ("picture" | "witness" | "reason")[]> = { signature: ["picture"], mark: ["picture", "witness"], none: ["reason"] };

function readSigned(raw: unknown, { max_length }: Field): Read {
  const how = isObject(raw) ? String(raw["how"]) : "";
  if (!isObject(raw) || typeof raw["how"] !== "string" || !Object.hasOwn(BESIDE, how)) return unreadable;
  const beside = BESIDE[how]!;
  if (!Object.keys(raw).every((name) => name === "how" || (beside as readonly string[]).includes(name))) return unreadable;
  const signed: Signed = { how: how as Signed["how"] };
  for (const name of beside) {
    const read = raw[name] === undefined || raw[name] === null ? null : name === "picture" ? readPicture(raw[name]) : readText(raw[name], max_length!);
    if (read instanceof Unread) return read;
    if (read === null) return new Unread(`no_${name}`);
    signed[name] = read;
  }
  return signed;
}

const readPicture = (raw: unknown): string | null | Unread =>
  typeof raw === "string" && (raw === "" || PICTURE.test(raw)) ? raw || null : unreadable;

/** What is said of a row is said of the whole answer; these faults of a part have a sentence of their own there. */
const BEYOND: Record<string, string> = { too_small: "beyond", too_large: "beyond", choice: "choice" };

function readRows(raw: unknown, { parts, max_length, each_once }: Field): Read {
  if (!Array.isArray(raw)) return unreadable;
  if (raw.length > max_length!) return new Unread("too_long");
  const rows: Row[] = [];
  for (const one of raw as unknown[]) {
    const row = readRow(one, parts!);
    if (row instanceof Unread) return row;
    rows.push(row);
  }
  const keys = rows.map((row) => row[each_once ?? ""]).filter((key) => key !== undefined).map((key) => JSON.stringify(key));
  if (new Set(keys).size < keys.length) return new Unread("twice");
  return rows.length ? rows : null;
}

function readRow(raw: unknown, parts: readonly Field[]): Row | Unread {
  if (!isObject(raw) || !Object.keys(raw).every((key) => parts.some(({ code }) => code === key))) return unreadable;
  const row: Row = {};
  for (const part of parts) {
    const said = raw[part.code];
    const value = said === undefined || said === null ? null : READERS[part.kind](said, part);
    if (value instanceof Unread) return new Unread(BEYOND[value.code] ?? "unreadable");
    if (value !== null) row[part.code] = value as Row[string];
  }
  const lacks = parts.some(({ required, code }) => required && row[code] === undefined);
  return lacks || Object.keys(row).length === 0 ? new Unread("incomplete") : row;
}

const orUnread = (read: Point | Area | null | string): Read => (typeof read === "string" ? new Unread(read) : read);

const READERS: Record<Field["kind"], (raw: unknown, field: Field) => Read> = {
  text: (raw, field) => readText(raw, field.max_length!),
  number: (raw, field) => readNumber(raw, field.max_length!),
  paper_number: (raw, field) => readNumber(raw, field.max_length!),
  carats: (raw, field) => readAmount(raw, field, 2),
  money: (raw, field) => readAmount(raw, field, 2),
  hectares: (raw, field) => readAmount(raw, field, 4),
  cubic_metres: (raw, field) => readAmount(raw, field, 2),
  integer: readInteger,
  year: readInteger,
  choice: readChoice,
  choices: readChoices,
  date: readDate,
  flag: (raw) => (typeof raw === "boolean" ? raw : unreadable),
  identifier: readIdentifier,
  photo: readPicture,
  reference: readReference,
  point: (raw) => orUnread(readPoint(raw)),
  signed: readSigned,
  area: (raw, field) => orUnread(readArea(raw, field.max_length!)),
  rows: readRows,
};

// -- checks between answers ------------------------------------------------------------------------------------------

function isMet({ fields, among, holds }: Condition, cleaned: Answers): boolean {
  const isAmong = (answer: unknown) => (among as unknown[]).includes(answer);
  const found = fields.some((code) => {
    const answer = cleaned[code] ?? null;
    return Array.isArray(answer) ? answer.some(isAmong) : isAmong(answer);
  });
  return found === holds;
}

function compare(form: Form, today: string, result: Result): void {
  const faulty = new Set(result.faults.map(({ field }) => field));
  for (const check of form.checks ?? []) {
    if (agrees(check, result.cleaned, faulty, today)) continue;
    const { code, sentence, severity } = check;
    (severity === "refuse" ? result.faults : result.warnings).push({ field: check.fields[0]!, code, sentence, severity });
  }
}

/** Whether the answers agree with a check; true where it cannot be known. */
function agrees(check: Check, cleaned: Answers, faulty: Set<string>, today: string): boolean {
  if (check.when && !isMet(check.when, cleaned)) return true;
  const unread = check.fields.some((code) => faulty.has(code));
  const answers = check.fields.map((code) => cleaned[code] ?? null);
  if (check.op === "any_of") return unread || answers.some((one) => one !== null);
  if (check.op === "sums_to") return unread || sumsTo(answers);
  if (OF_ROWS[check.op]) return answers.includes(null) || OF_ROWS[check.op]!(answers[0] as Row[], check.part!, answers[1] ?? check.value!);
  return answers.includes(null) || OPS[check.op]!(answers.map((one) => measure(one!)), measure(check.value ?? 0), today);
}

function sumsTo(answers: (Answer | null)[]): boolean {
  const whole = answers.at(-1)!;
  const parts = answers.slice(0, -1).filter((part) => part !== null);
  return whole === null || parts.length === 0 || parts.reduce((sum, part) => sum + measure(part), 0n) === measure(whole);
}

/** What is asked of a part of each row, and perhaps of another answer. */
const OF_ROWS: Record<string, (rows: readonly Row[], part: string, whole: Answer) => boolean> = {
  rows_sum_to: (rows, part, whole) =>
    rows.some((row) => row[part] === undefined) || rows.reduce((sum, row) => sum + measure(row[part]!), 0n) === measure(whole),
  rows_at_most: (rows, _part, most) => BigInt(rows.length) * UNIT <= measure(most),
  rows_of_one_list: (rows, part) => new Set(rows.filter((row) => part in row).map((row) => String(row[part]).replace(/\.?[^.]*$/, ""))).size <= 1,
};

const scaled = (amount: string): bigint => {
  const [whole, decimals = ""] = amount.split(".");
  return BigInt(whole + decimals.padEnd(DECIMALS, "0"));
};

/** An answer as a number of units that compare exactly: days and points are compared by days and metres. */
function measure(answer: Answer): bigint {
  if (typeof answer === "number") return BigInt(answer) * UNIT;
  if (typeof answer === "string") return DAY.test(answer) ? BigInt(Date.parse(answer) / 86_400_000) * UNIT : scaled(answer);
  return BigInt(roughness(answer as Point | Area)) * UNIT;
}

const yearOf = (today: string) => BigInt(today.slice(0, 4)) * UNIT;
type Op = (values: bigint[], value: bigint, today: string) => boolean;
const OPS: Record<string, Op> = {
  at_least: ([a, b], value) => a! >= (b ?? value),
  at_most: ([a, b], value) => a! <= (b ?? value),
  per_at_least: ([a, b], value) => a! * UNIT >= value * b!,
  per_at_most: ([a, b], value) => a! * UNIT <= value * b!,
  multiple_of: ([a, b]) => a! % b! === 0n,
  days_at_most: ([from, to], value) => to! - from! <= value,
  not_after_today: ([day], _value, today) => day! <= measure(today),
  not_before_today: ([day], _value, today) => day! >= measure(today),
  age_at_least: ([year], value, today) => yearOf(today) - year! >= value,
  age_at_most: ([year], value, today) => yearOf(today) - year! <= value,
  accurate_to: ([metres], value) => metres! <= value,
};
