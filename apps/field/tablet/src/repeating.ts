/** Rows of an answer: cells written and cleared, and what a part of them adds up to. */

import { readAmount } from "./amounts";
import type { Field, Row, Value } from "./shapes";

/** Kinds that a row of this app can ask; of a newer form's row it asks the rest. */
const ASKED = new Set<Field["kind"]>(["choice", "integer", "carats", "reference"]);
export const partsOf = (field: Field): Field[] => (field.parts ?? []).filter(({ kind }) => ASKED.has(kind));

/** The table of a size class: what stands before the last dot of its code. */
export const tableOf = (code: string) => code.slice(0, Math.max(0, code.lastIndexOf(".")));

interface Line { key: string; code: string; order: readonly string[] }

/** The rows with one cell of a line written or cleared; a line with nothing in it is no row, and all keep their order. */
export function withCell(rows: readonly Row[], { key, code, order }: Line, part: string, value: Value | undefined): Row[] | undefined {
  const row: Row = { ...(rows.find((one) => one[key] === code) ?? { [key]: code }) };
  if (value === undefined || value === null) delete row[part];
  else row[part] = value as Row[string];
  const others = rows.filter((one) => one[key] !== code);
  const next = Object.keys(row).length > 1 ? [...others, row] : others;
  next.sort((a, b) => order.indexOf(String(a[key])) - order.indexOf(String(b[key])));
  return next.length ? next : undefined;
}

/** What the rows say of an amount together; null where none of them can be read. */
export function sumOf(rows: readonly Row[], part: string): string | null {
  const said = rows.map((row) => (row[part] === undefined ? null : readAmount(String(row[part])))).filter((one) => one !== null);
  if (said.length === 0) return null;
  const digits = said.reduce((sum, one) => sum + BigInt(one.replace(".", "")), 0n).toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
