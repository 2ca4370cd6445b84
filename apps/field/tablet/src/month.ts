/** A page of a collector's register: what holds for all of it, and its lines, each of which becomes a purchase. */

import { readAmount } from "./amounts";
import { begin, fieldsOf, finished, judge } from "./drafts";
import { uuid7 } from "./ids";
import type { Chance, Clock } from "./ports";
import type { Answers, Cell, Draft, Form, Sale, Page, Value } from "./shapes";
import { following } from "./slips";

/** Asked once for the page, by the purchase's own questions. */
export const ABOUT = ["slip_photo", "buyer", "seller_role", "licence", "origin_known", "site", "currency", "payment"];
/** What the page itself says it adds up to, where it does. */
export const SAID = { page_carats: "carats", page_price: "money" } as const;
/** In the order in which a line is keyed; slip and day go on from the line above. */
export const CELLS: Cell[] = ["slip", "day", "carats", "price", "seller"];
const PREFILLED: Cell[] = ["slip", "day"];
const STEPS_BACK = 20;

export function beginPage(form: Form, clock: Clock, chance: Chance, usual: Answers, month: string): Draft {
  const draft = begin(form, clock, chance, { ...usual, seller_role: "digger" });
  return { ...draft, page: { step: "about", month, lines: [], at: 0, cell: "slip", sought: "", undo: [] } };
}

const blank = (record: string, over: Partial<Sale> = {}): Sale => ({ record, slip: "", day: "", carats: "", price: "", ...over });
export const isBlank = ({ carats, price, seller }: Sale) => !carats && !price && !seller;
export const written = (page: Page) => page.lines.filter((line) => !isBlank(line));

const withPage = (draft: Draft, over: Partial<Page>): Draft => ({ ...draft, page: { ...draft.page!, ...over } });
/** The lines as they were before, for whoever wants them back. */
const changing = (page: Page, lines: Sale[]): Partial<Page> => ({ lines, undo: [...page.undo, page.lines].slice(-STEPS_BACK) });

/** Begin to key lines, or go on where it was left. */
export function openLines(draft: Draft, clock: Clock, chance: Chance): Draft {
  const page = draft.page!;
  const lines = page.lines.length ? page.lines : [blank(uuid7(clock.now(), chance))];
  return withPage(draft, { step: "lines", lines, at: Math.min(page.at, lines.length - 1) });
}

/** What is written in a cell of the line being keyed. */
export function write(draft: Draft, cell: Cell, value: string): Draft {
  const page = draft.page!;
  if (cell === "seller") return withPage(draft, { sought: value });
  const lines = page.lines.map((line, at) => (at === page.at ? { ...line, [cell]: value } : line));
  return withPage(draft, { lines });
}

/** A key of the pad, at the end of what stands in the cell. */
export function press(draft: Draft, key: string): Draft {
  const { page } = draft;
  const cell = page!.cell;
  const stands = cell === "seller" ? page!.sought : page!.lines[page!.at]![cell];
  return write(draft, cell, key === "delete" ? stands.slice(0, -1) : stands + key);
}

export function pick(draft: Draft, seller: Sale["seller"]): Draft {
  const page = draft.page!;
  const lines = page.lines.map((line, at) => (at === page.at ? { ...line, seller } : line));
  return withPage(draft, { lines, sought: "" });
}

/** To a cell of a line. */
export const turnTo = (draft: Draft, step: Page["step"]): Draft => withPage(draft, { step });
export const goTo = (draft: Draft, at: number, cell: Cell): Draft => withPage(draft, { at, cell, sought: "", step: "lines" });

/** The next cell; behind the last one a new line, which goes on from this one. */
export function onward(draft: Draft, clock: Clock, chance: Chance): Draft {
  const page = draft.page!;
  const line = page.lines[page.at]!;
  const next = CELLS[CELLS.indexOf(page.cell) + 1];
  if (next) return goTo(draft, page.at, next);
  if (isBlank(line)) return goTo(draft, page.at, "carats");
  if (page.at < page.lines.length - 1) return goTo(draft, page.at + 1, first(page.lines[page.at + 1]!));
  const added = blank(uuid7(clock.now(), chance), { slip: following(line.slip), day: line.day });
  return goTo(withPage(draft, changing(page, [...page.lines, added])), page.lines.length, first(added));
}

/** The first cell that nobody has to read from the line above. */
const first = (line: Sale): Cell => CELLS.find((cell) => !(PREFILLED.includes(cell) && line[cell as "slip" | "day"]))!;

export function remove(draft: Draft, clock: Clock, chance: Chance): Draft {
  const page = draft.page!;
  const left = page.lines.filter((_, at) => at !== page.at);
  const lines = left.length ? left : [blank(uuid7(clock.now(), chance))];
  const at = Math.min(page.at, lines.length - 1);
  return goTo(withPage(draft, changing(page, lines)), at, first(lines[at]!));
}

/** Take back the last line that was added or removed. */
export function undo(draft: Draft): Draft {
  const page = draft.page!;
  const lines = page.undo.at(-1);
  if (!lines) return draft;
  return goTo(withPage(draft, { lines, undo: page.undo.slice(0, -1) }), lines.length - 1, first(lines.at(-1)!));
}

/** `2026-11-04` for the 4th; as written where that is no day of the month. */
export function dayIn(month: string, day: string): string {
  const iso = `${month}-${day.padStart(2, "0")}`;
  const real = /^\d{1,2}$/.test(day) && Date.parse(`${iso}T12:00:00Z`) && new Date(`${iso}T12:00:00Z`).toISOString().startsWith(iso);
  return real ? iso : "";
}

/** The answers of a line: those of the page, and its own; what cannot be read is not answered. */
export function answersOf({ answers, page }: Draft, line: Sale): Answers {
  const common = Object.fromEntries(ABOUT.map((code) => [code, answers[code]]).filter(([, value]) => value !== undefined));
  const own: Record<string, Value | undefined> = {
    number: line.number, slip_number: line.slip.trim(), bought_on: dayIn(page!.month, line.day), seller: line.seller,
    carats: readAmount(line.carats) ?? "", price: readAmount(line.price) ?? "",
  };
  return { ...common, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value)) };
}

/** A line as the form it is. */
export const draftOfLine = (draft: Draft, line: Sale): Draft => {
  const { page: _page, ...rest } = draft;
  return { ...rest, record: line.record, answers: answersOf(draft, line) };
};

/** The purchases of the page, as they are saved; their numbers are given. */
export const draftsOf = (draft: Draft, form: Form, today: string): Draft[] =>
  written(draft.page!).map((line) => {
    const one = draftOfLine(draft, line);
    return finished(one, judge(one, form, today));
  });

/** What stands against the page, whatever its lines say. */
export const faultsAbout = (draft: Draft, form: Form, today: string) => {
  const asked = judge(draftOfLine(draft, blank("")), form, today);
  return asked.faults.filter(({ field }) => ABOUT.includes(field));
};


/** "1.25" and "0.40" are "1.65"; what cannot be read counts as nothing. */
export function sum(amounts: readonly string[]): string {
  const hundredths = amounts.map((one) => readAmount(one)).reduce((all, one) => all + BigInt((one ?? "0.00").replace(".", "")), 0n);
  return asAmount(hundredths);
}

const asAmount = (hundredths: bigint) => {
  const digits = String(hundredths).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

export interface Totals { lines: number; carats: string; price: string }
export function totals(page: Page): Totals {
  const lines = written(page);
  return { lines: lines.length, carats: sum(lines.map(({ carats }) => carats)), price: sum(lines.map(({ price }) => price)) };
}

/** How far the lines are from what the page says, "0.15" and which way; null where it says nothing, or the same. */
export function apart(keyed: string, said: Value | undefined): { by: string; more: boolean } | null {
  const [ours, theirs] = [keyed, readAmount(String(said ?? ""))].map((one) => (one === null ? null : BigInt(one!.replace(".", ""))));
  if (theirs === null || theirs === undefined || ours === theirs) return null;
  const difference = ours! - theirs;
  return { by: asAmount(difference < 0n ? -difference : difference), more: difference > 0n };
}

/** The sellers of the page so far, the last one first. */
export function sellersOf(page: Page, most: number): NonNullable<Sale["seller"]>[] {
  const seen = new Map<string, NonNullable<Sale["seller"]>>();
  for (const { seller } of [...page.lines].reverse()) if (seller) seen.set(JSON.stringify(seller), seen.get(JSON.stringify(seller)) ?? seller);
  return [...seen.values()].slice(0, most);
}

export const aboutFields = (form: Form) => fieldsOf(form).filter(({ code }) => ABOUT.includes(code));
