/** Whether this tablet's clock can be right: days are recorded by it, and a server is reached only at about its own time. */

import type { Meta } from "./shapes";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type ClockFault = { what: "back" } | { what: "hours" | "days"; n: number };

/** Earlier than it has been already, or off by an hour or more at the last contact; null where nothing speaks against it. */
export function clockFault(meta: Partial<Meta>, now: number): ClockFault | null {
  const { contactAt = 0, seenAt = 0, clockOffset = 0 } = meta;
  if (now < Math.max(contactAt, seenAt) - DAY) return { what: "back" };
  const off = Math.abs(clockOffset) * 1000;
  if (off < HOUR) return null;
  return off < 2 * DAY ? { what: "hours", n: Math.round(off / HOUR) } : { what: "days", n: Math.round(off / DAY) };
}
