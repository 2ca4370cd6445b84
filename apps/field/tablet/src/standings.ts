/** What the tablet knows against an answer, or for it: said where it is read back, and never a wall (domain.md §5). */

import { showAmount } from "./amounts";
import { balanceWith, carats } from "./balance";
import type { Answers, Draft, Field, Reference, Value } from "./shapes";
import { idOf, mayBuy, pausedSince, sellerOf, showDay, standingOn, type Context, type Standing } from "./showing";
import { slipFault } from "./slips";

type Row = Record<string, unknown>;
/** Of these kinds a tablet carries the whole country's: a number that it does not know, nobody has. */
const NATIONAL = new Set(["licence", "buyer"]);

export function standings(field: Field, draft: Draft, context: Context, now: string): Said[] {
  const value = draft.answers[field.code];
  return [...ofPaper(field, draft, context, now), ...ofSite(field, draft, context, now), ...ofSlip(field, draft, context), ...ofOrigin(field, value, context), ...ofBalance(field, draft, context)];
}

/** `code`: what the office calls the same flag, under which a reason for it is kept. */
export interface Said extends Standing { code: string }
const flag = (code: string, words: string): Said => ({ good: false, words, code });

/** Whether the paper behind a reference holds on the day of the sale, and whether the class may buy. */
function ofPaper(field: Field, draft: Draft, context: Context, now: string): Said[] {
  const [kind, value] = [field.refers_to ?? "", draft.answers[field.code]];
  if (!value || !NATIONAL.has(kind)) return [];
  const row = rowOf(value, kind, context);
  if (!row) return "number" in (value as Reference) && context.registers.get(kind)?.size ? [flag("unknown_number", context.say("number_unknown"))] : [];
  const day = dayOf(draft, now);
  const rule = field.code === "buyer" ? mayBuy(String(row["buyer_class"] ?? ""), sellerOf(draft, context), context) : null;
  const valid = standingOn(row, day, context);
  return [...(valid ? [{ ...valid, code: `${kind}_not_valid` }] : []), ...(rule ? [{ ...rule, code: "buyer_may_not_buy" }] : [])];
}

/** The day on which what a record names must hold. */
function dayOf({ answers }: Pick<Draft, "answers">, now: string): string {
  const days = ["bought_on", "counted_on", "moved_on", "seen_on", "ends_on"].map((code) => answers[code]);
  return String(days.find((one) => one) ?? now);
}

/** Chosen from the register, or typed as it stands on the paper. */
function rowOf(reference: Value | undefined, kind: string, { registers }: Context): Row | undefined {
  const register = registers.get(kind);
  const number = (reference as { number?: string } | null)?.number;
  return number ? register?.first("number", number)?.row : register?.get(idOf(reference))?.row;
}

/** A site where nobody finds anything any more, in a zone that is closed, or that is another licence's. */
function ofSite(field: Field, draft: Draft, context: Context, now: string): Said[] {
  const { form, answers } = draft;
  if (field.code !== "site" || !["production", "purchase"].includes(form)) return [];
  const site = rowOf(answers["site"], "site", context);
  return site ? [...ofState(site, context), ...ofZone(site, dayOf(draft, now), context), ...ofLicence(answers, context)] : [];
}

function ofZone(site: Row, day: string, { say, language }: Context): Said[] {
  const since = pausedSince(String(site["closed"] ?? ""), day);
  return since ? [flag("zone_closed", say("zone_closed", { day: showDay(since, language) }))] : [];
}

function ofState(site: Row, { say }: Context): Said[] {
  const state = site["status"];
  return state === "flooded" || state === "mined_out" ? [flag(`site_${state}`, say(`site_is_${state}`))] : [];
}

function ofLicence(answers: Answers, context: Context): Said[] {
  const [theirs, ours] = [idOf(rowOf(answers["licence"], "licence", context)?.["site"]), idOf(answers["site"])];
  return theirs && ours && theirs !== ours ? [flag("origin_not_of_licence", context.say("site_not_of_licence"))] : [];
}

/** What is odd about the number of a printed slip. */
function ofSlip(field: Field, draft: Draft, { registers, records, say }: Context): Said[] {
  const odd = field.code === "slip_number" ? slipFault(draft, registers, records) : null;
  return odd ? [flag(odd === "slip_used" ? "duplicate_slip" : odd, say(odd))] : [];
}

/** A first sale beyond what was found under its licence (MD-08); a sale that makes its find checks nothing. */
function ofBalance(field: Field, draft: Draft, context: Context): Said[] {
  if (field.code !== "carats" || draft.form !== "purchase" || draft.answers["with_find"]) return [];
  const licence = rowOf(draft.answers["licence"], "licence", context);
  // A row is read anew each time it is asked for.
  const isOf = (answers: Answers) => rowOf(answers["licence"], "licence", context)?.["number"] === licence?.["number"];
  const balance = licence && balanceWith(draft, licence, context.records, isOf);
  if (!balance || balance.sold <= balance.found) return [];
  const { language } = context;
  const [sold, found] = [balance.sold, balance.found].map((points) => showAmount(carats(points), language));
  return [flag("sold_more_than_found", context.say("sold_more_than_found", { number: String(licence["number"]), sold: sold!, found: found! }))];
}

const ofOrigin = (field: Field, value: Value | undefined, { say }: Context): Said[] =>
  field.code === "origin_known" && value === false ? [flag("origin_not_established", say("origin_unknown"))] : [];
