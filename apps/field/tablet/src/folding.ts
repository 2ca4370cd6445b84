/** Words as they are compared: no accents, no case, no doubled spaces. */

import { othersIn } from "./merged";

export const fold = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** The fields by which people look for a thing; documents are never among them. */
const SOUGHT = ["number", "names", "nickname", "name", "place", "holder_name", "birth_year", "licence_class", "buyer_class"];

/** A row as it is sought: its words, each behind a space; the numbers of whoever is merged into it are among them. */
export const lineOf = (value: (field: string) => unknown) =>
  ` ${fold([...SOUGHT.map(value), ...othersIn(value("others")).map(([, number]) => number)].filter(Boolean).join(" "))}`;
