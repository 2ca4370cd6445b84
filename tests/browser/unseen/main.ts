/**
 * A tablet without a screen: the app's own modules with a real database, a real fetch, and a clock that the line keeps.
 *
 * One command a line of JSON comes in, one answer a line goes out.
 */

import "../../../apps/field/tablet/node_modules/fake-indexeddb/auto/index.mjs";
import { createInterface } from "node:readline";
import { send, sendIfDue } from "../../../apps/field/tablet/src/contact";
import { judge, today } from "../../../apps/field/tablet/src/drafts";
import { sha256 } from "../../../apps/field/tablet/src/events";
import { network } from "../../../apps/field/tablet/src/network";
import { enrolTablet, lock, start, unlock } from "../../../apps/field/tablet/src/session";
import type { FormCode, Reference, Value } from "../../../apps/field/tablet/src/shapes";
import { createState, type Doors } from "../../../apps/field/tablet/src/state";
import { openVault } from "../../../apps/field/tablet/src/store";
import { beginForm, draftOf, formOf, number, saveRecord, setAnswer, setReason } from "../../../apps/field/tablet/src/work";
import { readFileSync } from "node:fs";

const LINE = process.argv[2]!;
const TICK = 20_000;
let at = Date.parse(process.argv[3]!);
let counted = 0;

const direct = globalThis.fetch;
/** Each request takes the time that the line says it took, whether it came back or not. */
globalThis.fetch = async (path, how) => {
  try {
    const reply = await direct(`${LINE}${String(path)}`, how);
    return new Response(await reply.arrayBuffer(), reply);
  } finally {
    const seconds = Number(await (await direct(`${LINE}/line/seconds`)).text());
    at += Math.round((seconds - counted) * 1000);
    counted = seconds;
  }
};

const chance = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const doors: Doors = {
  clock: { now: () => (at += 1), zone: () => 60 },
  chance,
  network,
  locks: { alone: (_name, work) => work() },
  places: { find: async () => null, known: async () => null },
  vault: openVault(chance),
  go: (route) => (draft = route.page === "form" ? route.draft : draft),
  tellTabs: () => undefined,
  later: (work) => work(),
  version: "unseen",
};
let state = createState();
let draft = "";

type Pick = { pick: string; n: number; else: string };
type AskedRow = Record<string, string | number | boolean | Pick>;
type Asked = Record<string, Value | Pick | AskedRow[]>;
const isPick = (value: unknown): value is Pick => typeof value === "object" && value !== null && "pick" in value;

function found({ pick, n, else: written }: Pick): Reference {
  const entries = [...(state.registers.value.get(pick)?.values() ?? [])].map(({ id }) => id).sort();
  const id = entries[n % Math.max(1, entries.length)];
  return id ? { id } : { number: written };
}

/** What is asked for, with whom the register shows in the place of whom was to be picked; in rows as well. */
function chosen(asked: Value | Pick | AskedRow[]): Value {
  if (isPick(asked)) return found(asked);
  if (!Array.isArray(asked) || !asked.every((row) => typeof row === "object")) return asked as Value;
  return asked.map((row) => Object.fromEntries(Object.entries(row).map(([code, one]) => [code, isPick(one) ? found(one) : one]))) as Value;
}

async function photographed(path: string): Promise<string> {
  const bytes = new Uint8Array(readFileSync(path)).buffer;
  const digest = await sha256(bytes);
  await state.store.value!.album!.keep({ sha256: digest, size: bytes.byteLength, state: "here", at }, bytes);
  return digest;
}

async function write({ form: code, answers, photos }: { form: FormCode; answers: Asked; photos: Record<string, string> }) {
  beginForm(code, state, doors);
  const form = formOf(state, code)!;
  for (const [field, asked] of Object.entries(answers)) {
    setAnswer(draftOf(state, draft)!, field, chosen(asked), state);
  }
  for (const [field, path] of Object.entries(photos)) setAnswer(draftOf(state, draft)!, field, await photographed(path), state);
  await number(draftOf(state, draft)!, form, state, doors);
  const result = judge(draftOf(state, draft)!, form, today(doors.clock));
  if (result.faults.length) throw new Error(`${code}: ${result.faults.map(({ field, code: why }) => `${field} ${why}`).join(", ")}`);
  for (const { code: why } of result.warnings) setReason(draftOf(state, draft)!, why, "seen", state);
  return (await saveRecord(draftOf(state, draft)!, form, state, doors))?.id ?? null;
}

async function look() {
  const store = state.store.value!;
  const photos = (await store.album!.photos()).map(({ state: standing }) => standing);
  const events = (await store.events()).map(({ state: standing }) => standing);
  return { at, counts: state.counts.value, photos, events, trouble: state.trouble.value, seq: state.meta.value.seq ?? 0 };
}

const COMMANDS: Record<string, (told: any) => Promise<unknown>> = {
  async enrol({ code, phrase }) {
    await start(state, doors, "en");
    const refused = await enrolTablet(code, phrase, state, doors);
    await send(state, doors);
    return refused ?? look();
  },
  write,
  pass: async ({ seconds }) => (at += seconds * 1000),
  /** Where there is a network: the foreground loop as `main` runs it, for so many seconds at most. */
  async stay({ seconds }) {
    state.online.value = true;
    const until = at + seconds * 1000;
    for (await send(state, doors); at < until; at += TICK) {
      await sendIfDue(state, doors);
      const seen = await look();
      if (!seen.trouble && !seen.events.includes("waiting") && !seen.photos.includes("here")) break;
    }
    state.online.value = false;
    return look();
  },
  /** The app is closed and opened again, with nothing in its memory. */
  async again({ phrase }) {
    lock(state);
    state = createState();
    doors.vault = openVault(chance);
    await start(state, doors, "en");
    return unlock(phrase, state, doors);
  },
  look,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { act, ...told } = JSON.parse(line);
  const answer = await COMMANDS[act]!(told).then((said) => ({ said }), (fault) => ({ fault: String(fault?.stack ?? fault) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
