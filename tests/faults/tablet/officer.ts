/** What an officer does with the app, by the functions that the screens call. */

import { gather } from "../../../apps/field/tablet/src/registers";
import { sha256 } from "../../../apps/field/tablet/src/events";
import { handOver, readFile, workOf } from "../../../apps/field/tablet/src/handing";
import { drop } from "../../../apps/field/tablet/src/dropping";
import { report, type Report } from "../../../apps/field/tablet/src/reports";
import { judge, today } from "../../../apps/field/tablet/src/drafts";
import { send, sendIfDue } from "../../../apps/field/tablet/src/contact";
import { enrolAgain, enrolTablet, lock, start, unlock } from "../../../apps/field/tablet/src/session";
import type { Answers, Draft, FormCode, OwnRecord, Reference, Row, Value } from "../../../apps/field/tablet/src/shapes";
import { uuid7 } from "../../../apps/field/tablet/src/ids";
import { beginPage } from "../../../apps/field/tablet/src/month";
import { savePage } from "../../../apps/field/tablet/src/paging";
import { beginCorrection, beginForm, draftOf, formOf, keepDraft, number, saveRecord, setAnswer, setReason } from "../../../apps/field/tablet/src/work";
import type { Image } from "./disk";
import type { Device, Tab } from "./device";

/** `pick`: the entry at this place (modulo their count) among those of a kind that the tablet shows. */
export interface Pick { pick: string; n: number; else: string }
/** `picture`: which of the pictures the camera sees. */
export interface Shot { picture: number }
/** `picture`: what is drawn, taken from the same pictures. */
export interface Drawn { how: string; picture: Shot }
/** One of the rows of an answer; whom it names is sought in the register as well. */
export type AskedRow = Record<string, string | number | Reference | Pick>;
export type Asked = Record<string, Value | Pick | Shot | Drawn | AskedRow[] | undefined>;

/** What there is to photograph. */
export const pictures: ArrayBuffer[] = [];
const isShot = (value: unknown): value is Shot => typeof value === "object" && value !== null && "picture" in value && !("how" in value);
const isDrawn = (value: unknown): value is Drawn => typeof value === "object" && value !== null && "picture" in value && "how" in value;

/** As the signature's field does; without room for the drawing nothing is signed. */
async function drawn(tab: Tab, asked: Drawn): Promise<Value | undefined> {
  const picture = await photographed(tab, asked.picture);
  return picture ? ({ ...asked, picture } as Value) : undefined;
}

/** As the photo's button does, once the camera's picture was made small. */
async function photographed(tab: Tab, { picture }: Shot): Promise<string | undefined> {
  const bytes = pictures[picture % pictures.length]!;
  const digest = await sha256(bytes);
  try {
    await tab.state.store.value!.album!.keep({ sha256: digest, size: bytes.byteLength, state: "here", at: tab.doors.clock.now() }, bytes);
    return digest;
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    return undefined;
  }
}

const isPick = (value: unknown): value is Pick => typeof value === "object" && value !== null && "pick" in value;

/** The reference that an officer would find; the number on a paper where the register has nothing of the kind. */
function resolve(tab: Tab, { pick, n, else: written }: Pick): Reference {
  const entries = [...(tab.state.registers.value.get(pick)?.values() ?? [])].map(({ id }) => id).sort();
  const id = entries[n % Math.max(1, entries.length)];
  return id ? { id } : { number: written };
}

const isRows = (value: unknown): value is AskedRow[] => Array.isArray(value) && value.every((one) => typeof one === "object");
const resolvedRows = (tab: Tab, rows: readonly AskedRow[]): Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([code, asked]) => [code, isPick(asked) ? resolve(tab, asked) : asked])));

export const started = (tab: Tab) => start(tab.state, tab.doors, "fr");
/** The door of a closed tablet asks for no passphrase; on a full one the officer makes room, as it says. */
export async function unlocked(tab: Tab, phrase: string, { disk }: Device) {
  const { value: header } = tab.state.header;
  if (!header || header.closed) return false;
  if ((await unlock(phrase, tab.state, tab.doors)) !== "full") return true;
  disk.full = 0;
  return (await unlock(phrase, tab.state, tab.doors)) === "open";
}
export const locked = (tab: Tab) => lock(tab.state);
export const enrolled = (tab: Tab, code: string, phrase: string) => enrolTablet(code, phrase, tab.state, tab.doors);
export const enrolledAgain = (tab: Tab, code: string, phrase: string) => enrolAgain(code, phrase, tab.state, tab.doors);
export const sent = (tab: Tab) => send(tab.state, tab.doors);
export const sentIfDue = (tab: Tab) => sendIfDue(tab.state, tab.doors);

export async function write(device: Device, tab: Tab, form: FormCode, answers: Asked, leaveAfter?: number) {
  if (!formOf(tab.state, form)) return { said: "no form" };
  beginForm(form, tab.state, tab.doors);
  if (tab.route.page !== "form") return { said: "no form" };
  return fill(device, tab, tab.route.draft, answers, leaveAfter);
}

/** Correct a record that came back, or take back a fact. */
export async function correct(device: Device, tab: Tab, n: number, answers: Asked, states: string[], isVoid: boolean) {
  const open = tab.state.records.value.filter((record) => states.includes(record.state)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const record: OwnRecord | undefined = open[n % Math.max(1, open.length)];
  if (!record) return { said: "nothing to correct" };
  beginCorrection(record, tab.state, tab.doors);
  if (tab.route.page !== "check") return { said: "no form" };
  const fields = formOf(tab.state, record.form)?.sections.flatMap((section) => section.fields.map(({ code }) => code)) ?? [];
  const fitting = Object.fromEntries(Object.entries(answers).filter(([code]) => fields.includes(code)));
  return fill(device, tab, tab.route.draft, fitting, undefined, isVoid);
}

/** A file for a colleague or the office, with all that only this tablet has. */
export async function handedOver({ state, doors }: Tab) {
  const store = state.store.value;
  const work = store && (await workOf(store));
  if (!work || work.events.length + work.photos.length === 0) return { said: "nothing" };
  const file = await handOver(store, state.header.value!.tablet, work, doors.chance);
  return file ? { said: "handed over", file: file.text, events: work.events.map(({ sha256 }) => sha256) } : { said: "nothing" };
}

/** As the page does that takes a colleague's file. */
export async function tookIn({ state, doors }: Tab, text: string) {
  const cargo = state.store.value?.cargo;
  const found = cargo && (await readFile(text, doors.clock.now()));
  if (!found || typeof found === "string") return { said: found ?? "nothing" };
  const kept = await cargo.add(found.packages).then(() => true, () => false);
  return { said: kept ? "taken" : "full" };
}

/** As the page does that takes a report in confidence. */
export async function confided({ state, doors }: Tab, said: Report) {
  const [store, reader] = [state.store.value, state.meta.value.posting?.reader_key];
  if (!store || !reader) return { said: "no form" };
  const kept = await report(said, reader, store, doors.chance).then(() => true, () => false);
  return { said: kept ? "confided" : "full" };
}

/** As the door of a closed tablet does. */
export async function dropped({ state, doors }: Tab) {
  const header = state.header.value;
  if (!header?.closed) return { said: "nothing" };
  const trouble = await drop({ ...doors, header, language: state.language.value, told: () => undefined });
  return { said: "dropped", trouble };
}

const asText = (_name: string, value: unknown): unknown =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? Buffer.from(new Uint8Array(value as ArrayBuffer)).toString("latin1") : value;

/** Whether somebody reads this word who copies the disk and has no key. */
export function isReadable({ base, files }: Image, word: string): boolean {
  const rows = [...base.shelves.values()].some(({ rows }) => JSON.stringify(rows, asText).includes(word));
  return rows || [...files.values()].some((file) => Buffer.from(file).includes(word));
}

/** The file that the door saves, for a stick. */
export async function savedFile({ state, doors }: Tab) {
  if (!state.header.value?.closed) return { said: "nothing" };
  const file = await doors.vault.sealedFile("with reports");
  return { said: "a file", file: Buffer.from(await file.arrayBuffer()).toString("base64") };
}

export interface KeyedLine { slip: string; day: string; carats: string; price: string; seller: Pick }

/** Key a page of a collector's register and save it: all its lines are told of together. */
export async function keyed(device: Device, tab: Tab, month: string, about: Asked, lines: KeyedLine[]) {
  const { state, doors } = tab;
  const form = formOf(state, "purchase");
  if (!form || !state.store.value) return { said: "no form" };
  const draft = beginPage(form, doors.clock, doors.chance, {}, month);
  const answers = Object.fromEntries(Object.entries(about).map(([code, asked]) => [code, isPick(asked) ? resolve(tab, asked) : asked])) as Answers;
  const rows = lines.map(({ seller, ...line }) => ({ ...line, seller: resolve(tab, seller), record: uuid7(doors.clock.now(), doors.chance) }));
  keepDraft({ ...draft, answers: { ...draft.answers, ...answers }, page: { ...draft.page!, step: "check", lines: rows } }, state);
  await null;
  const saved = await savePage(draftOf(state, draft.id)!, form, state, doors);
  if (!saved) return { said: "full" };
  return { said: "saved", draft: draft.id, events: await Promise.all(saved.map(({ id }) => lastEventOf(device, tab, id))) };
}

/** Go on with a draft that was left. */
export async function finish(device: Device, tab: Tab, n: number, answers: Record<string, Asked>) {
  const draft = tab.state.drafts.value[n % Math.max(1, tab.state.drafts.value.length)];
  return draft ? fill(device, tab, draft.id, draft.act === "create" ? (answers[draft.form] ?? {}) : {}) : { said: "no draft" };
}

async function fill(device: Device, tab: Tab, id: string, answers: Asked, leaveAfter?: number, isVoid = false) {
  let left = leaveAfter ?? Infinity;
  for (const [code, asked] of Object.entries(answers)) {
    if (left-- <= 0) return leave(tab, id);
    const answer = isRows(asked) ? resolvedRows(tab, asked) : isPick(asked) ? resolve(tab, asked) : isShot(asked) ? await photographed(tab, asked) : isDrawn(asked) ? await drawn(tab, asked) : asked;
    const draft = draftOf(tab.state, id);
    if (draft && (answer !== undefined || !(isShot(asked) || isDrawn(asked)))) setAnswer(draft, code, answer, tab.state);
    await null;
  }
  return save(device, tab, id, isVoid);
}

/** What was typed is on the disk a moment later, or the screen says that the tablet is full. */
async function leave(tab: Tab, id: string) {
  // Which waits for what is being written.
  await tab.doors.vault.isBusy();
  return tab.state.full.value ? { said: "full" } : { said: "left", draft: id, answers: JSON.stringify(draftOf(tab.state, id)!.answers) };
}

async function save(device: Device, tab: Tab, id: string, isVoid: boolean) {
  const draft = draftOf(tab.state, id);
  const form = draft && formOf(tab.state, draft.form);
  if (!draft || !form) return { said: "no form" };
  await number(draft, form, tab.state, tab.doors);
  const result = judge(draftOf(tab.state, id)!, form, today(tab.doors.clock));
  if (result.faults.length) return { said: "refused", faults: result.faults.map(({ field, code }) => `${field} ${code}`) };
  for (const { code } of result.warnings) setReason(draftOf(tab.state, id)!, code, "seen", tab.state);
  const last = draftOf(tab.state, id)!;
  const ready: Draft = isVoid && last.act === "replace" ? { ...last, act: "void" } : last;
  const saved = await saveRecord(ready, form, tab.state, tab.doors);
  return saved ? { said: "saved", draft: id, event: await lastEventOf(device, tab, saved.id) } : { said: "full" };
}

/** The event behind a record that was just called saved; none where a power cut at that moment would have taken it. */
async function lastEventOf(device: Device, tab: Tab, record: string) {
  const flushed = device.disk.eventsFlushed();
  const events = (await tab.state.store.value!.events()).filter((event) => event.record === record && flushed.has(event.seq));
  return events.sort((a, b) => b.seq - a.seq)[0];
}

export async function glanced({ state }: Tab) {
  const events = (await state.store.value?.events()) ?? [];
  return { stage: state.stage.value, trouble: state.trouble.value, waiting: events.filter((event) => event.state === "waiting").length };
}

/** All that the officer could read on this tablet. */
export async function seen(tab: Tab) {
  const store = tab.state.store.value;
  const [events, drafts, meta] = store ? await Promise.all([store.events(), store.drafts(), store.meta()]) : [[], [], { seq: 0 }];
  const rows = [...gather(tab.state.shards.value)].flatMap(([kind, entries]) => [...entries.values()].map(({ id, row }) => [kind, id, row]));
  return {
    stage: tab.state.stage.value,
    closed: tab.state.header.value?.closed ?? false,
    trouble: tab.state.trouble.value,
    full: tab.state.full.value,
    counts: tab.state.counts.value,
    records: tab.state.records.value.map(({ id, form, state, version, timeline, replacedBy }) =>
      ({ id, form, state, version, replacedBy, words: timeline.map(({ what, text }) => [what, text ?? ""]) })),
    events: events.map(({ seq, id, record, sha256, bytes, state }) => ({ seq, id, record, sha256, bytes, state })),
    photos: (await store?.album?.photos()) ?? [],
    drafts: drafts.map(({ id, answers }) => [id, JSON.stringify(answers)]),
    seq: meta.seq ?? 0,
    registers: rows,
  };
}

export type AnyAnswers = Answers;
