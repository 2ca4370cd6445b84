/** Whether a card or receipt is genuine, without a network: apps/sync/papers/verifying.py says the same of the same cases. */

import { hex } from "../ids";
import { fromHex } from "../receipts";
import type { Papers } from "../shapes";
import { columnOf } from "../tables";
import { joined, KEY_PURPOSE, PAPER_PURPOSE, read, type Bytes, type PaperKind, type Signed } from "./format";
import { whole } from "./points";

export type Outcome = "genuine" | "altered" | "expired" | "revoked" | "lost" | "foreign" | "unknown" | "unreadable";
export interface Verdict { outcome: Outcome; signed: Signed | null }

/** By what a paper is withdrawn: a licence's receipt goes with the licence. */
const BY: Record<PaperKind, string> = { card: "number", licence: "licence", purchase: "number", resale: "number" };
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

export async function verify(code: string, papers: Papers, on: string): Promise<Verdict> {
  const signed = read(code);
  if (!signed) return { outcome: "unreadable", signed };
  if (signed.paper.country !== papers.country) return { outcome: "foreign", signed };
  return { outcome: (await proved(signed, papers)) ?? (await standing(signed, papers, on)), signed };
}

/** null where the country vouches for the tablet's key, and the key for every letter. */
async function proved({ paper, certificate, said, signature }: Signed, { keys }: Papers): Promise<Outcome | null> {
  const names = await Promise.all(keys.map((key) => nameOf(fromHex(key))));
  const country = keys[names.findIndex((name) => name.startsWith(certificate.key))];
  if (!country) return "unknown";
  const vouched = await signedBy(fromHex(country), joined(KEY_PURPOSE, certificate.said), certificate.signature);
  const point = whole(certificate.public);
  if (!vouched || !point || !(await signedBy(point, joined(PAPER_PURPOSE, said), signature))) return "altered";
  return certificate.startsOn <= paper.issuedOn && paper.issuedOn <= certificate.endsOn ? null : "unknown";
}

async function standing({ paper, certificate }: Signed, papers: Papers, on: string): Promise<Outcome> {
  const since = papers.withdrawn_keys[await nameOf(certificate.public)];
  if (isWithdrawn(paper.kind, paper.fields[BY[paper.kind]]!, papers) || (since && paper.issuedOn >= since)) return "revoked";
  const lost = paper.kind === "card" ? papers.lost_cards?.[paper.fields["number"]!] : undefined;
  if (lost && paper.issuedOn < lost) return "lost";
  return paper.endsOn && paper.endsOn < on ? "expired" : "genuine";
}

/** Whether the office has withdrawn what stands under this number. */
export function isWithdrawn(kind: PaperKind, number: string, { withdrawn }: Papers): boolean {
  const gone = withdrawn[kind];
  return gone !== undefined && columnOf(gone.number, gone.rows).includes(number);
}

async function nameOf(point: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", point))).slice(0, 16);
}

async function signedBy(point: Bytes, said: Bytes, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", point, CURVE, false, ["verify"]).catch(() => null);
  return key !== null && crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, said);
}
