/**
 * A store that lies in memory alone: what is practised is gone when the practice ends or the app is closed.
 *
 * Nothing of it reaches the disk. Whoever types a real name while he learns leaves it nowhere.
 */

import type { Album, Store } from "../ports";
import type { Draft, Kept, Meta, OwnRecord, Photo, Shard } from "../shapes";

export function memoryStore(start: Partial<Meta>, shard: Shard): Store {
  let meta = start;
  let counter = 0;
  const [drafts, records] = [new Map<string, Draft>(), new Map<string, OwnRecord>()];
  const events: Kept[] = [];
  return {
    album: albumInMemory(),
    meta: async () => meta,
    drafts: async () => [...drafts.values()],
    saveDraft: async (draft) => void drafts.set(draft.id, draft),
    dropDraft: async (id) => void drafts.delete(id),
    events: async () => [...events],
    records: async () => [...records.values()],
    shards: async () => [shard],
    async append({ events: added, records: changed, dropDraft }) {
      if (added[0]!.seq !== (meta.seq ?? 0) + 1) return false;
      events.push(...added);
      meta = { ...meta, seq: added.at(-1)!.seq, previous: added.at(-1)!.sha256 };
      for (const record of changed) records.set(record.id, record);
      drafts.delete(dropDraft);
      return true;
    },
    // Nothing ever comes from a server; what is settled here is what the screens note of themselves.
    async settle({ meta: told, records: changed = [] }) {
      meta = { ...meta, ...told };
      for (const record of changed) records.set(record.id, record);
      return true;
    },
    nextNumber: async () => (counter += 1),
  };
}

function albumInMemory(): Album {
  const kept = new Map<string, { photo: Photo; bytes: ArrayBuffer }>();
  return {
    keep: async (photo, bytes) => void kept.set(photo.sha256, { photo, bytes }),
    photos: async () => [...kept.values()].map(({ photo }) => photo),
    bytes: async (name) => kept.get(name)?.bytes ?? null,
    settle: async () => undefined,
    shut: async () => undefined,
    drop: async (name) => void kept.delete(name),
  };
}
