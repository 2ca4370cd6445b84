/** Read what the server answered to a push; only a receipt that names our hashes settles an event. */

import type { Reply } from "./ports";
import type { Kept } from "./shapes";

export type Trouble = "no_network" | "not_ours" | "unknown_token" | "no_posting" | "unproved" | "revoked" | "too_large" | "photo_too_large" | "busy" | "server" | "refused";

export interface Answer {
  seq: number;
  sha256: string;
  status: "applied" | "duplicate" | "held" | "conflict" | "quarantined";
  version: number | null;
  /** `stands`: of what two have changed, what stands at the office now, in words. */
  reason: { code: string; sentence: string; stands?: Record<string, string> } | null;
}
export interface Acknowledged { answers: Map<number, Answer>; highWater: number | null; at: number | null }

const STATUSES = new Set(["applied", "duplicate", "held", "conflict", "quarantined"]);

/** What stands in the way, or null when the answer is ours to read. That this tablet is closed no answer proves alone. */
export function troubleOf(reply: Reply | null): Trouble | null {
  if (!reply) return "no_network";
  const { status, body } = reply;
  if (status === 200) return isObject(body) ? null : "not_ours";
  if (status === 429 || status === 503) return "busy";
  if (status >= 500) return "server";
  if (status === 413) return "too_large";
  // A portal may answer anything with any status; only JSON speaks for the server, and only with `detail` on who we are.
  if (!isObject(body)) return "not_ours";
  const known: Record<number, Trouble> = { 401: "unknown_token", 403: "no_posting", 410: "unproved" };
  if (known[status]) return typeof body["detail"] === "string" ? known[status] : "not_ours";
  return "refused";
}

/** The answers that are certainly about what was sent; null when this is no receipt for it. */
export function acknowledged(body: unknown, sent: readonly Kept[]): Acknowledged | null {
  if (!isObject(body) || !Array.isArray(body["answers"]) || !isObject(body["receipt"])) return null;
  const receipt = body["receipt"];
  if (!Array.isArray(receipt["events"])) return null;
  const named = new Set(receipt["events"].map(String));
  const bySeq = new Map(sent.map((event) => [event.seq, event]));
  const answers = new Map<number, Answer>();
  for (const answer of body["answers"] as unknown[]) {
    if (!isObject(answer) || !STATUSES.has(String(answer["status"]))) continue;
    const event = bySeq.get(Number(answer["seq"]));
    if (!event || event.id !== answer["id"] || event.sha256 !== answer["sha256"] || !named.has(event.sha256)) continue;
    answers.set(event.seq, answer as unknown as Answer);
  }
  const at = Date.parse(String(receipt["at"]));
  return {
    answers,
    highWater: typeof receipt["high_water"] === "number" ? receipt["high_water"] : null,
    at: Number.isNaN(at) ? null : at,
  };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
