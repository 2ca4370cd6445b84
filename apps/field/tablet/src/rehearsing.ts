/** What a transaction is going to write, found out without writing it. */

import type { At, Connection, Name } from "./connection";

/** A row as a transaction writes or deletes it. */
export interface Step { store: Name; op: "put" | "add" | "delete"; key?: IDBValidKey; value?: unknown }

/** Rows of these name themselves. */
const OWN_KEYS: Partial<Record<Name, string>> = { drafts: "id", events: "seq", records: "id", shards: "n", sealed: "seq", photos: "id", pictures: "id", reports: "id" };

/** Run it against the rows as they are. Where nobody else writes meanwhile, what it tells is what it would write. */
export async function rehearse<T>(connection: Connection, names: Name[], work: (at: At) => Promise<T>): Promise<{ result: T; steps: Step[] }> {
  const steps: Step[] = [];
  const result = await connection.use((db) => {
    const tx = db.transaction(names, "readonly");
    const at = (store: Name) => {
      const write = (op: Step["op"]) => async (value: Record<string, unknown>, key?: IDBValidKey) =>
        void steps.push({ store, op, key: key ?? (value[OWN_KEYS[store] ?? ""] as IDBValidKey), value });
      return {
        get: (key: IDBValidKey) => tx.objectStore(store).get(key as never),
        getAll: () => tx.objectStore(store).getAll(),
        put: write("put"),
        add: write("add"),
        delete: async (key: IDBValidKey) => void steps.push({ store, op: "delete", key }),
      };
    };
    return work(at as never);
  });
  return { result, steps };
}

/** Write it. */
export async function perform(steps: readonly Step[], at: At): Promise<void> {
  await Promise.all(
    steps.map(({ store, op, key, value }) => {
      if (op === "delete") return at(store).delete(key!);
      return at(store)[op](value as never, store in OWN_KEYS ? undefined : key);
    }),
  );
}
