/** What is known of a number that was typed by hand: in the register here, else by the office, else by the country's list. */

import { isObject, troubleOf } from "../answers";
import { isWhole } from "../numbers";
import type { Network } from "../ports";
import type { Entry, Registers } from "../registers";
import type { OwnRecord, Papers } from "../shapes";
import { FIELDS, type PaperKind } from "./format";
import { isAmong, type Pieces } from "./pieces";
import { isWithdrawn } from "./verifying";

/** `listed` and `unlisted`: valid or not by the country's list, which is as old as it is. */
export type Known =
  | { what: "mistyped" | "withdrawn" | "valid" | "not_valid" | "not_here" | "listed" | "unlisted" }
  | { what: "here"; entry: Entry };

/** As tablets give them: there, a slip of the finger shows. */
const GIVEN = /^\d+-\d{5,}-\d$/;

export const tidy = (typed: string) => typed.trim().toUpperCase().replace(/[\s–—]+/g, "-");

export async function known(
  number: string, papers: Papers | undefined, registers: Registers, records: readonly OwnRecord[],
  line: { network: Network; token: string | undefined; language: string }, list: { piece: Pieces } | null,
): Promise<Known> {
  if (GIVEN.test(number) && !isWhole(number)) return { what: "mistyped" };
  if (papers && (Object.keys(FIELDS) as PaperKind[]).some((kind) => isWithdrawn(kind, number, papers))) return { what: "withdrawn" };
  const entry = here(number, registers, records);
  if (entry) return { what: "here", entry };
  const said = await asked(number, line);
  if (said !== "not_here" || !list) return { what: said };
  return { what: (await isAmong(number, list.piece)) ? "listed" : "unlisted" };
}

function here(number: string, registers: Registers, records: readonly OwnRecord[]): Entry | undefined {
  for (const kind of ["digger", "licence", "buyer"]) {
    const found = registers.get(kind)?.first("number", number);
    if (found) return found;
  }
  const own = records.find((record) => record.number === number || record.receipt === number);
  return own && { id: own.id, kind: own.form, row: { ...own.answers, number: own.number }, own: true };
}

async function asked(number: string, { network, token, language }: { network: Network; token: string | undefined; language: string }) {
  const body = JSON.stringify({ number });
  const reply = await network.send({ method: "POST", path: "/api/sync/v1/numbers/", token, language, body });
  const said = reply && !troubleOf(reply) && isObject(reply.body) ? reply.body : {};
  if (said["number"] !== number) return "not_here" as const;
  return said["valid"] === true ? ("valid" as const) : ("not_valid" as const);
}
