/** How long without contact the registers may be read: a lost tablet does not show a region's people for ever. */

import type { Meta } from "./shapes";

const DAY = 86_400_000;
/** Until the server has said otherwise. */
const DAYS = 30;

export const leaseOf = ({ leaseDays = DAYS }: Partial<Meta>) => leaseDays;

/** Whether the registers stay shut until the next contact. A clock that was set back is not believed. */
export function isOver(meta: Partial<Meta>, now: number): boolean {
  const { contactAt, seenAt = 0 } = meta;
  return contactAt !== undefined && Math.max(now, seenAt) - contactAt > leaseOf(meta) * DAY;
}
