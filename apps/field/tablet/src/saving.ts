/** Turn a finished draft into an event and a record, on disk together or not at all. */

import type { Chance, Clock, Store } from "./ports";
import type { Draft, FileSaid, Language, Meta, OwnRecord, Position } from "./shapes";
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
  records: readonly OwnRecord[];
  /** The pictures that the answers name. */
  files?: FileSaid[];
  /** As the screen knows it, which saves a look at the disk; where another tab has gone on since, it is looked up. */
  meta?: Partial<Meta>;
}

/**
 * Save what the officer checked; it is on disk when this returns: the record, and behind it the one that it replaces.
 *
 * Another tab may take the same sequence number at the same moment. Only one of the two is written, and the other makes
 * its event again with the next number, so that numbers have neither gaps nor doubles.
 */
export async function save(draft: Draft, saving: Saving): Promise<[OwnRecord, ...OwnRecord[]]> {
  for (let meta = saving.meta ?? (await saving.store.meta()); ; meta = await saving.store.meta()) {
    const now = saving.clock.now();
    const event = await seal({
      id: uuid7(now, saving.chance),
      tablet: saving.tablet,
      seq: (meta.seq ?? 0) + 1,
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
      previous: meta.previous ?? null,
      language: saving.language,
    });
    const records = recordsAfter(draft, saving.records, now, meta);
    if (await saving.store.append({ event, records, dropDraft: draft.id })) return records;
  }
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
