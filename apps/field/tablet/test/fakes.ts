/** A store, a clock, a line and a server for the tests; none of it is shipped. */

import type { Chance, Clock, LogFile, Locks, Network, Reply, Request, Store } from "../src/ports";
import type { Change, Draft, FormCode, Kept, Meta, OwnRecord, Shard } from "../src/shapes";
import { sha256 } from "../src/events";
import { hex } from "../src/ids";

export function fakeClock(start = "2026-11-24T09:02:11Z", zone = 60) {
  let at = Date.parse(start);
  const clock: Clock = { now: () => at, zone: () => zone };
  return { ...clock, pass: (milliseconds: number) => (at += milliseconds), set: (iso: string) => (at = Date.parse(iso)) };
}

export function fakeChance(seed = 1): Chance {
  let state = seed;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648) >> 16;
  return { bytes: (length) => Uint8Array.from({ length }, () => next() & 255) };
}

export const freeLocks: Locks = { alone: (_name, work) => work() };

/**
 * A log on a disk in memory, shared by the tabs that are given it. `files` is what lies there, for a test to damage.
 *
 * `room`: how many bytes still fit. `died`: when true, the tab is gone and its calls never return; `step` sees each call.
 */
export function memoryLog() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let turn: Promise<unknown> = Promise.resolve();
  const disk = { files, room: Infinity, step: async (_act: string): Promise<void> => undefined };
  const log: LogFile = {
    async names() { await disk.step("names"); return [...files.keys()]; },
    async read(name) {
      await disk.step("read");
      const file = files.get(name);
      if (!file) throw new DOMException("No such file.", "NotFoundError");
      return file.slice();
    },
    async write(name, at, bytes) {
      await disk.step("write");
      const file = files.get(name) ?? new Uint8Array();
      if (file.length < at) throw new DOMException("Too short.", "DataError");
      const used = [...files].reduce((sum, [other, { length }]) => sum + (other === name ? at : length), 0);
      files.set(name, file.slice(0, at));
      if (used + bytes.length > disk.room) throw new DOMException("No room.", "QuotaExceededError");
      const grown = new Uint8Array(at + bytes.length);
      grown.set(file.subarray(0, at));
      grown.set(bytes, at);
      files.set(name, grown);
      await disk.step("written");
    },
    async remove(name) { await disk.step("remove"); files.delete(name); },
    inTurn(work) {
      const next = turn.then(work, work);
      turn = next.catch(() => undefined);
      return next;
    },
  };
  return { log, disk };
}

/** Keeps what a disk keeps: copies, never the caller's own objects. `break` fails the next writes. */
export function memoryStore(start: Partial<Meta> = {}) {
  const meta = new Map<string, unknown>(Object.entries(start));
  const [drafts, events, records] = [new Map<string, Draft>(), new Map<number, Kept>(), new Map<string, OwnRecord>()];
  let shards: Shard[] = [];
  let counter = 0;
  let failing: (() => Error | null) | null = null;
  const write = async () => {
    const fault = failing?.();
    if (fault) throw fault;
  };
  const areAsRead = (changed: readonly Pick<OwnRecord, "id" | "written">[]) => changed.every(({ id, written = 0 }) => (records.get(id)?.written ?? 0) === written);
  const writeRecord = (record: OwnRecord) => void records.set(record.id, { ...structuredClone(record), written: (record.written ?? 0) + 1 });
  const store: Store = {
    meta: async () => structuredClone(Object.fromEntries(meta)),
    drafts: async () => structuredClone([...drafts.values()]),
    async saveDraft(draft) { await write(); drafts.set(draft.id, structuredClone(draft)); },
    async dropDraft(id) { drafts.delete(id); },
    events: async () => structuredClone([...events.values()]),
    records: async () => structuredClone([...records.values()]),
    shards: async () => structuredClone(shards),
    async append({ events: added, records: changed, dropDraft }) {
      await write();
      if (added[0]!.seq !== Number(meta.get("seq") ?? 0) + 1 || !areAsRead(changed)) return false;
      for (const event of added) {
        events.set(event.seq, structuredClone(event));
        meta.set("seq", event.seq).set("previous", event.sha256);
      }
      drafts.delete(dropDraft);
      changed.forEach(writeRecord);
      return true;
    },
    async settle(change) {
      await write();
      if (!areAsRead([...(change.records ?? []), ...(change.forget?.records ?? [])])) return false;
      if (change.shards) shards = [];
      for (const shard of [...(change.shards ?? []), ...(change.shard ? [change.shard] : [])]) shards.push({ ...structuredClone(shard), n: (shards.at(-1)?.n ?? 0) + 1 });
      for (const event of change.events ?? []) events.set(event.seq, structuredClone(event));
      change.records?.forEach(writeRecord);
      for (const [key, value] of Object.entries(change.meta ?? {})) meta.set(key, structuredClone(value));
      for (const seq of change.forget?.events ?? []) events.delete(seq);
      for (const { id } of change.forget?.records ?? []) records.delete(id);
      return true;
    },
    nextNumber: async () => (counter += 1),
  };
  return { ...store, fail: (how: (() => Error | null) | null) => (failing = how) };
}

/** A key of the server's: how it signs what it told, and what it says of itself. */
export function fakeKey(key: string) {
  const pair = crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  return {
    name: key,
    async sign(told: Record<string, unknown>, purpose = "kpfield/receipt\n") {
      const sorted = (_name: string, value: unknown) =>
        value instanceof Object && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
      const words = purpose + JSON.stringify(told, sorted);
      const made = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, (await pair).privateKey, new TextEncoder().encode(words));
      return { ...told, key, signature: hex(new Uint8Array(made)) };
    },
    shown: async () => ({ key, public: hex(new Uint8Array(await crypto.subtle.exportKey("raw", (await pair).publicKey))) }),
  };
}

type Handler = (request: Request) => Promise<Reply | null> | Reply | null;

/** A server that keeps each event once, as ours does; `line` may lose, delay or replace an answer. */
export function fakeServer() {
  const kept = new Map<string, { seq: number; sha256: string; bytes: string }>();
  /** The packages that were carried here, by their hash. */
  const packages = new Set<string>();
  const calls: Request[] = [];
  const time = { now: "2026-11-24T09:30:00+00:00" };
  const changes: Change[] = [];
  const statusOf = new Map<string, string>();
  /** Why, with keys in the order of the alphabet, as they are hashed. */
  const reasonOf = new Map<string, object>();
  let signing = fakeKey("first");
  /** Keys of before, that still sign for whoever knows no other. */
  let former: ReturnType<typeof fakeKey>[] = [];
  const closed = { at: null as string | null };
  let line: (request: Request, answer: () => Promise<Reply>) => Promise<Reply | null> = (_request, answer) => answer();

  async function push(body: { announced: number; events: Kept[]; kept?: string[]; ask?: string }): Promise<Reply> {
    const answers = [];
    for (const { id, seq, sha256: said, bytes } of body.events) {
      const known = kept.get(id);
      const same = (await sha256(bytes)) === said;
      if (same && !known) kept.set(id, { seq, sha256: said, bytes });
      const status = !same ? "quarantined" : known ? "duplicate" : (statusOf.get(id) ?? "applied");
      answers.push({ id, seq, sha256: said, status, version: 1, reason: reasonOf.get(id) ?? null });
    }
    const seqs = new Set([...kept.values()].map(({ seq }) => seq));
    let high = 0;
    while (seqs.has(high + 1)) high += 1;
    const here = new Set([...packages, ...[...kept.values()].map((one) => one.sha256)]);
    const roll = body.kept && { called: await sha256(body.kept.join(",")), missing: body.kept.filter((name) => !here.has(name)) };
    const said = JSON.stringify(answers.map((one) => Object.fromEntries(Object.entries(one).sort())));
    const receipt = { answers: await sha256(said), at: time.now, tablet: "t", events: body.events.map((event) => event.sha256), high_water: high, ...(roll ? { roll } : {}), ...(body.ask ? { ask: body.ask } : {}) };
    return { status: 200, body: { answers, receipt: await signing.sign(receipt) } };
  }
  async function shown() {
    const key = await signing.shown();
    const vouched = await Promise.all(former.map((one) => one.sign({ public: key.public }, "kpfield/key\n")));
    return vouched.length ? { ...key, vouched } : key;
  }
  const routes: Record<string, Handler> = {
    "push/": ({ body }) => push(JSON.parse(body!)),
    "keys/": async () => ({ status: 200, body: { receipt_key: await shown() } }),
    "closing/": async ({ body, token }) => {
      const { ask, key } = JSON.parse(body!);
      const told = { tablet: "t", officer: 1, token: await sha256(token!), closed_at: closed.at, at: time.now, ask };
      return { status: 200, body: await (former.find(({ name }) => name === key) ?? signing).sign(told, "kpfield/closing\n") };
    },
    "posting/": async () => ({
      status: 200,
      body: { officer: { id: "1", name: "Awa", language: "fr" }, forms: [], choices: {}, receipt_key: await shown(), server_time: time.now },
    }),
    // As one of before there was such a list; a test that needs one says so.
    "valid/": () => ({ status: 404, body: { detail: "Not found." } }),
    "pull/": () => ({ status: 200, body: { changes: changes.splice(0), cursor: "c", more: false, fresh: false, server_time: time.now } }),
  };
  const network: Network = {
    async send(request) {
      calls.push(request);
      const name = request.path.replace("/api/sync/v1/", "").replace(/\?.*/, "");
      return line(request, async () => {
        if (closed.at && !["closing/", "reports/"].includes(name)) return { status: 410, body: { detail: "closed" } };
        const reply = (await routes[name]!(request))!;
        // As ours does, it says again with which code or cursor it was asked.
        const asked = name === "enrol/" ? JSON.parse(request.body!) : name === "pull/" ? { after: decodeURIComponent(request.path.split("cursor=")[1] ?? "") } : null;
        return asked && reply.status === 200 ? { ...reply, body: { ...asked, ...(reply.body as object) } } : reply;
      });
    },
  };
  return {
    network, kept, packages, calls, time, changes, statusOf, reasonOf, routes,
    /** Forget what came after a seq, as a server restored from its backup. */
    restore(upTo: number) { for (const [id, { seq }] of kept) if (seq > upTo) kept.delete(id); },
    over(next: typeof line) { line = next; },
    sign: (told: Record<string, unknown>, purpose?: string) => signing.sign(told, purpose),
    /** By which key a tablet is told that it signs. */
    shown: () => shown(),
    /** Sign with another key from now on, as after a change of the server's secret; `keeping` the one of before. */
    rotate(name: string, keeping = false) {
      former = keeping ? [...former, signing] : [];
      signing = fakeKey(name);
    },
    /** As the office closes the tablet. */
    close() { closed.at = time.now; },
    open() { closed.at = null; },
  };
}

export function draftOf(form: FormCode = "production", over: Partial<Draft> = {}): Draft {
  const record = `record-${Math.random().toString(36).slice(2)}`;
  return {
    id: `draft-${record}`, form, version: 1, record, act: "create", seen: null, replaces: null, before: null,
    answers: { number: "14-00001-0", carats: "1.25" }, typed: {}, reasons: {}, at: "", startedAt: 0, ...over,
  };
}
