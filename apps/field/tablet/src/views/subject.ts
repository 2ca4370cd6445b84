/** What an unfinished form is about, as far as it says so yet. */

import type { Draft } from "../shapes";
import { bothHolders, describe, holderOf, noun, sellerKind, type Context } from "../showing";

export function draftSubject(draft: Draft, context: Context): string {
  const { answers, form } = draft;
  if (draft.page) return holderOf({ buyer: answers["buyer"] }, context);
  if (form === "digger" || form === "buyer") return String(answers["names"] ?? "");
  if (form === "stock_count") return holderOf(answers, context);
  if (form === "booklet") return answers["first_number"] ? describe({ kind: form, row: answers }, context).detail : "";
  if (form === "transfer") return bothHolders(answers, context);
  if (form === "site") return String(answers["name"] ?? "");
  const number = answers["number"];
  if (form === "licence") return number ? `${noun(form, context.say)} ${number}` : "";
  const [asked, kind] = form === "purchase" || form === "resale" ? ["seller", sellerKind(form)] : ["site", "site"];
  const about = answers[asked];
  if (!about || typeof about !== "object" || Array.isArray(about)) return String(answers["place"] ?? "");
  if ("number" in about) return `${noun(kind, context.say)} ${about.number}`;
  const entry = "id" in about ? context.registers.get(kind)?.get(about.id) : undefined;
  return entry ? describe(entry, context).title : "";
}
