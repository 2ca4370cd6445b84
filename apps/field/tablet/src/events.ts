/** An event is serialised once; its bytes are what is hashed, stored and sent, whatever happens later. */

import type { Act, Answers, FileSaid, FormCode, Kept, Position } from "./shapes";
import { hex } from "./ids";

/** The parts of an event in the order in which they are written. */
export interface Event {
  id: string;
  tablet: string;
  seq: number;
  form: FormCode;
  version: number;
  record: string;
  act: Act;
  seen: number | null;
  replaces: string | null;
  answers: Answers;
  before: Answers | null;
  reason: string | null;
  other_than?: Record<string, number>;
  captured_at: string;
  clock_offset_s: number | null;
  position: Position | null;
  files: FileSaid[];
  previous: string | null;
  language: string;
}

export async function sha256(text: string | ArrayBuffer): Promise<string> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return hex(new Uint8Array(digest));
}

export async function seal(event: Event): Promise<Kept> {
  const bytes = JSON.stringify(event);
  const { id, seq, record } = event;
  return { id, seq, record, bytes, sha256: await sha256(bytes), state: "waiting", answeredAt: null };
}
