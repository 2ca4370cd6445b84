/** A day typed as three numbers; kept as typed until it is one. */

export type Parts = [day: string, month: string, year: string];

const two = (text: string) => text.padStart(2, "0");

/** `2026-11-24`, or null where the calendar has no such day. */
export function readDay([day, month, year]: Parts): string | null {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
  const text = `${year}-${two(month)}-${two(day)}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(+at) && at.toISOString().startsWith(text) ? text : null;
}

export const partsOf = (day: string): Parts => {
  const [year = "", month = "", date = ""] = day.split("-");
  return [date && String(Number(date)), month && String(Number(month)), year];
};

/** How unfinished parts are kept in a draft. */
export const joinParts = (parts: Parts) => (parts.join("") ? parts.join("/") : "");
export const splitParts = (typed: string): Parts => {
  const [day = "", month = "", year = ""] = typed.split("/");
  return [day, month, year];
};
