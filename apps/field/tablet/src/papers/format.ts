/** How a card or receipt is written: apps/sync/papers/format.py says what stands where, and docs/cards.md why. */

import { hex } from "../ids";
import { decode, encode } from "./base45";

export type PaperKind = "card" | "licence" | "purchase" | "resale";
/** Of these the figures are what is read first. */
export const SALES: ReadonlySet<PaperKind> = new Set(["purchase", "resale"]);
export interface Paper { kind: PaperKind; country: string; issuedOn: string; endsOn: string | null; fields: Record<string, string> }
/** The country's word for a tablet's key; `said` is what the country signed. */
export interface Certificate { tablet: number; startsOn: string; endsOn: string; public: Bytes; key: string; said: Bytes; signature: Bytes }
/** As it was read; `said` is what the tablet signed. */
export interface Signed { paper: Paper; certificate: Certificate; said: Bytes; signature: Bytes }
export type Bytes = Uint8Array<ArrayBuffer>;

export const PREFIX = "KP1:";
const VERSION = 1;
export const FIELDS: Record<PaperKind, readonly string[]> = {
  card: ["number", "initials"],
  licence: ["number", "licence", "initials"],
  purchase: ["number", "day", "carats", "price", "currency", "site", "licence", "buyer"],
  resale: ["number", "day", "carats", "price", "currency", "site", "seller", "buyer"],
};
const KINDS = Object.keys(FIELDS) as PaperKind[];
const [SIGNATURE, POINT, NAME, HEAD] = [64, 33, 4, 8];
export const CERTIFICATE = 3 + 2 + 2 + POINT + NAME + SIGNATURE;
const [FIRST, DAY] = [Date.UTC(2000, 0, 1), 86_400_000];
const LONGEST = 255;
/** What begins each kind of signed message, so that none passes for another. */
export const [KEY_PURPOSE, PAPER_PURPOSE] = ["kpfield/tablet-key\n", "kpfield/paper\n"].map((text) => words(text)) as [Bytes, Bytes];

export function words(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function packedDay(day: string | null): number[] {
  const days = day ? Math.round((Date.parse(`${day}T00:00:00Z`) - FIRST) / DAY) : 0;
  return [days >> 8, days & 255];
}

const dayIn = (high: number, low: number) => new Date(FIRST + (high * 256 + low) * DAY).toISOString().slice(0, 10);

/** What the tablet signs, behind `PAPER_PURPOSE`; `certificate` as the country gave it. */
export function saidBy({ kind, country, issuedOn, endsOn, fields }: Paper, certificate: Uint8Array): Bytes {
  const told = FIELDS[kind].map((name) => words(fields[name] ?? "").slice(0, LONGEST)).flatMap((word) => [word.length, ...word]);
  const head = [VERSION, KINDS.indexOf(kind) + 1, ...words(country), ...packedDay(issuedOn), ...packedDay(endsOn)];
  return joined(Uint8Array.from([...head, ...told]), certificate);
}

export const written = (said: Uint8Array, signature: Uint8Array) => PREFIX + encode(joined(said, signature));

/** What the code says, whoever made it; null where it is no paper of this format. */
export function read(code: string): Signed | null {
  const content = code.startsWith(PREFIX) ? decode(code.slice(PREFIX.length)) : null;
  if (!content || content.length < HEAD + CERTIFICATE + SIGNATURE || content[0] !== VERSION) return null;
  const kind = KINDS[content[1]! - 1];
  const country = String.fromCharCode(content[2]!, content[3]!);
  const [ofCertificate, ofSignature] = [content.length - SIGNATURE - CERTIFICATE, content.length - SIGNATURE];
  const fields = kind && /^[A-Z]{2}$/.test(country) ? fieldsIn(content.subarray(HEAD, ofCertificate), FIELDS[kind]) : null;
  if (!kind || !fields) return null;
  const [, , , , y, z, a, b] = content as unknown as [number, number, number, number, number, number, number, number];
  const paper: Paper = { kind, country, issuedOn: dayIn(y, z), endsOn: a || b ? dayIn(a, b) : null, fields };
  const certificate = certificateIn(country, content.slice(ofCertificate, ofSignature));
  return { paper, certificate, said: content.slice(0, ofSignature), signature: content.slice(ofSignature) };
}

function fieldsIn(body: Uint8Array, names: readonly string[]): Record<string, string> | null {
  const fields: Record<string, string> = {};
  let at = 0;
  try {
    for (const name of names) {
      const size = body[at] ?? body.length;
      fields[name] = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body.subarray(at + 1, at + 1 + size));
      at += 1 + size;
    }
  } catch {
    return null;
  }
  return at === body.length ? fields : null;
}

export function certificateIn(country: string, content: Bytes): Certificate {
  const body = 7 + POINT;
  const [a, b, c, y, z, p, q] = content as unknown as [number, number, number, number, number, number, number];
  return {
    tablet: a * 65_536 + b * 256 + c,
    startsOn: dayIn(y, z),
    endsOn: dayIn(p, q),
    public: content.slice(7, body),
    key: hex(content.subarray(body, body + NAME)),
    said: joined(words(country), content.subarray(0, body)),
    signature: content.slice(body + NAME),
  };
}

