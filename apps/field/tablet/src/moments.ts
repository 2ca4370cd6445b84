/** Moments as the wire wants them: local time with the tablet's own offset. */

import type { Clock } from "./ports";

const two = (n: number) => String(n).padStart(2, "0");

/** `2026-11-24T10:02:11+01:00` */
export function localIso(at: number, clock: Clock): string {
  const zone = clock.zone(at);
  const local = new Date(at + zone * 60_000).toISOString().slice(0, 19);
  const away = Math.abs(zone);
  return `${local}${zone < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}

/** `2026-11-24`, the day it is where the tablet is. */
export const localDay = (at: number, clock: Clock) => localIso(at, clock).slice(0, 10);

/** `UTC+1`, `UTC−3:30` */
export function zoneName(at: number, clock: Clock): string {
  const zone = clock.zone(at);
  const away = Math.abs(zone);
  const minutes = away % 60 ? `:${two(away % 60)}` : "";
  return zone === 0 ? "UTC" : `UTC${zone < 0 ? "−" : "+"}${Math.floor(away / 60)}${minutes}`;
}

const daysOn = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
export const dayBefore = (day: string) => daysOn(day, -1);
export const dayAfter = (day: string) => daysOn(day, 1);
