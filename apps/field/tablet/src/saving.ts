/** Turn finished drafts into events and records, on disk together or not at all. */

import type { Chance, Clock, Store } from "./ports";
import type { Draft, FileSaid, Kept, Language, Meta, OwnRecord, Position } from "./shapes";
import { seal } from "./events";
import { uuid7 } from "./ids";
import { localIso } from "./moments";

export interface Saving {
  store: Store;
  clock: Clock;
  chance: Chance;
  tablet: string;
  language: Language;
  position: Position | null;
  /** As the screen knows them; they too are looked up where they have changed. */
  records: readonly OwnRecord[];
  /** The pictures that the answers name. */
  files?: FileSaid[];
  /** As the screen knows it, which saves a look at the disk; where another tab has gone on since, it is looked up. */
  meta?: Partial<Meta>;
}

/** Save what the officer checked; it is on disk when this returns: the record, and behind it the one that it replaces. */
export async function save(draft: Draft, saving: Saving): Promise<[OwnRecord, ...OwnRecord[]]> {
  return (await saveAll([draft], saving, draft.id)) as [OwnRecord, ...OwnRecord[]];
}

/**
 * The same for several drafts, all of them or none; `dropDraft` is the unfinished work that ends with them.
 *
 * Another tab may take the same sequence number at the same moment. Only one of the two is written, and the other makes
 * its events again with the next numbers, so that numbers have neither gaps nor doubles. So it does behind an exchange
 * that has just noted what the server said of the record that is corrected.
 */
export async function saveAll(drafts: readonly Draft[], saving: Saving, dropDraft: string): Promise<OwnRecord[]> {
  const { store } = saving;
  let [meta, earlier] = [saving.meta ?? (await store.meta()), saving.records];
  for (; ; [meta, earlier] = await Promise.all([store.meta(), store.records()])) {
    const now = saving.clock.now();
    const events: Kept[] = [];
    for (const draft of drafts) events.push(await sealed(draft, saving, meta, events));
    const records = drafts.flatMap((draft) => recordsAfter(draft, earlier, now, meta));
    if (await store.append({ events, records, dropDraft })) return records;
  }
}

/** The event of a draft, behind those that are saved with it. */
function sealed(draft: Draft, saving: Saving, meta: Partial<Meta>, before: readonly Kept[]): Promise<Kept> {
  const now = saving.clock.now();
  return seal({
    id: uuid7(now, saving.chance),
    tablet: saving.tablet,
    seq: (meta.seq ?? 0) + before.length + 1,
    form: draft.form,
    version: draft.version,
    record: draft.record,
    act: draft.act,
    seen: draft.seen,
    replaces: draft.replaces,
    answers: draft.answers,
    before: draft.before,
    reason: reasonOf(draft),
    other_than: draft.otherThan,
    captured_at: localIso(now, saving.clock),
    clock_offset_s: meta.clockOffset ?? null,
    position: saving.position,
    files: saving.files ?? [],
    previous: before.at(-1)?.sha256 ?? meta.previous ?? null,
    language: saving.language,
  });
}

function reasonOf(draft: Draft): string | null {
  const given = Object.entries(draft.reasons).filter(([, why]) => why.trim());
  return given.length ? given.map(([code, why]) => `${code}: ${why.trim()}`).join("\n") : null;
}

/** The saved record first, then the one that it replaces. */
export function recordsAfter(
  draft: Draft, earlier: readonly OwnRecord[], now: number, meta: Partial<Meta>,
): [OwnRecord, ...OwnRecord[]] {
  const known = earlier.find(({ id }) => id === draft.record);
  const replaced = earlier.find(({ id }) => id === draft.replaces);
  const number = String(draft.answers["number"] ?? known?.number ?? "");
  const saved: OwnRecord = {
    id: draft.record,
    form: draft.form,
    number,
    answers: draft.answers,
    reasons: draft.reasons,
    state: "here",
    version: known?.version ?? null,
    savedAt: now,
    timeline: [...(known?.timeline ?? []), { at: now, what: "here", by: (meta.posting?.officer ?? meta.officer)?.name }],
    replaces: draft.replaces,
    written: known?.written,
  };
  const find = draft.answers["find_id"];
  if (find) saved.madeWith = { id: String(find), number: String(draft.answers["find_number"] ?? "") };
  if (!replaced) return [saved];
  const closed: OwnRecord = {
    ...replaced,
    state: "replaced",
    replacedBy: saved.id,
    timeline: [...replaced.timeline, { at: now, what: "replaced", text: number }],
  };
  return [saved, closed];
}
