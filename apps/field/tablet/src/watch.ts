/** Whether this tablet's clock can be right: days are recorded by it, and a server is reached only at about its own time. */

import { localDay } from "./moments";
import type { Clock } from "./ports";
import type { Meta } from "./shapes";
import { daysBetween } from "./showing";

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

/** Days since the server was last heard: the words and their number. A clock that was set back puts it into days to come. */
export function lastContact(contactAt: number | undefined, now: number, clock: Clock) {
  if (!contactAt) return ["last_contact_never", 0] as const;
  const days = daysBetween(localDay(contactAt, clock), localDay(now, clock));
  if (days === 0) return ["last_contact_today", 0] as const;
  return days < 0 ? (["last_contact_ahead", 0] as const) : (["last_contact_days", days] as const);
}
