/** What goes onto a card or a receipt of this tablet: the signed part, and beside it what people read. */

import { recordNumber } from "../numbers";
import { localDay } from "../moments";
import { idOf, type Context } from "../showing";
import { refresh, type Doors, type State } from "../state";
import type { Answers, Reference } from "../shapes";
import { recordOf } from "../work";
import type { Paper, PaperKind } from "./format";
import { sign } from "./signing";

/** Why there is none: nothing leaves practice; the country has not vouched for this tablet; it is not here; the office did not take it. */
export type NoPaper = "paper_practice" | "paper_no_key" | "paper_gone" | "paper_not_standing";
export interface Issued { paper: Paper; code: string; names: string; answers: Answers }

const DAY = 86_400_000;

/** Made anew each time it is shown; of a record that stands, and of a person of the register. */
export async function issue(kind: PaperKind, id: string, context: Context, state: State, doors: Doors): Promise<Issued | NoPaper> {
  const { posting, signer, clockOffset = 0 } = state.meta.value;
  if (state.training) return "paper_practice";
  const found = rowOf(kind, id, context, state);
  if (typeof found === "string") return found;
  const country = posting?.papers?.country ?? state.header.value!.tablet.participant;
  // By the server's clock: a tablet whose own is wrong would sign for a day on which nobody vouches for it.
  const now = doors.clock.now() + clockOffset * 1000;
  const made = await SAYS[kind](found, context, () => receiptOf(id, state));
  const paper: Paper = {
    kind, country, issuedOn: localDay(now, doors.clock), fields: made.fields,
    endsOn: kind === "card" ? localDay(now + (posting?.papers?.card_days ?? 0) * DAY, doors.clock) : made.endsOn ?? null,
  };
  const code = await sign(paper, signer);
  return code ? { paper, code, names: made.names, answers: found } : "paper_no_key";
}

function rowOf(kind: PaperKind, id: string, { registers }: Context, state: State): Answers | NoPaper {
  const record = recordOf(state, id);
  if (record && ["rejected", "replaced"].includes(record.state)) return "paper_not_standing";
  if (kind !== "card") return record?.form === kind ? record.answers : "paper_gone";
  return (registers.get("digger")?.get(id)?.row as Answers | undefined) ?? "paper_gone";
}

interface Says { fields: Record<string, string>; names: string; endsOn?: string }
type Saying = (answers: Answers, context: Context, receipt: () => Promise<string>) => Says | Promise<Says>;

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
/** How a record of the register is numbered, or the number that was typed from its paper. */
const numberOf = (reference: unknown, kind: string, { registers }: Context) =>
  text(registers.get(kind)?.get(idOf(reference))?.row["number"] ?? (reference as { number?: string } | undefined)?.number);

const namesOf = (reference: unknown, kind: string, { registers }: Context) => text(registers.get(kind)?.get(idOf(reference))?.row["names"]);

const SAYS: Record<PaperKind, Saying> = {
  card: (row) => ({ names: text(row["names"]), fields: { number: text(row["number"]), initials: initials(text(row["names"])) } }),
  async licence(answers, context, receipt) {
    const names = text(answers["holder_name"]) || namesOf(answers["holder"], "digger", context);
    const fields = { number: await receipt(), licence: text(answers["number"]), initials: initials(names) };
    return { names, fields, endsOn: text(answers["ends_on"]) };
  },
  purchase: (answers, context) => ({
    names: namesOf(answers["seller"], "digger", context),
    fields: { ...ofSale(answers, context), licence: numberOf(answers["licence"] as Reference | undefined, "licence", context) },
  }),
  resale: (answers, context) => ({
    names: namesOf(answers["seller"], "buyer", context),
    fields: { ...ofSale(answers, context), seller: numberOf(answers["seller"], "buyer", context) },
  }),
};

/** What every sale says, whoever sells. */
const ofSale = (answers: Answers, context: Context): Record<string, string> => ({
  number: text(answers["number"]), day: text(answers["bought_on"]), carats: text(answers["carats"]),
  price: text(answers["price"]), currency: text(answers["currency"]),
  site: answers["origin_known"] ? numberOf(answers["site"], "site", context) : "",
  buyer: numberOf(answers["buyer"], "buyer", context),
});

/** A card is compared with the name that is printed on it; whoever reads the code alone learns no name. */
export const initials = (names: string) =>
  names.split(/[\s'’-]+/).filter(Boolean).slice(0, 4).map((name) => [...name][0]!.toUpperCase()).join("");

/** A licence keeps the ministry's number; its receipt has one of this tablet's, the same each time it is shown. */
async function receiptOf(id: string, state: State): Promise<string> {
  const [store, tablet] = [state.store.value!, state.header.value!.tablet.number];
  let record = recordOf(state, id)!;
  for (let receipt = ""; !record.receipt; record = recordOf(state, id)!) {
    receipt ||= recordNumber(tablet, await store.nextNumber());
    await store.settle({ records: [{ ...record, receipt }] });
    await refresh(state);
  }
  return record.receipt;
}
