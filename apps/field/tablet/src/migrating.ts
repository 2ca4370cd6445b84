/** Put under the lid what version 1 kept readable; begun again at the next unlocking where it was cut. */

import type { Connection, Name, Slot } from "./connection";
import type { Lid } from "./lid";
import { isShared, LID, metaKey, place } from "./rows";
import type { Kept } from "./shapes";
import { decrypt, type Sealed } from "./vault";

type Plain = Record<string, unknown>;
const AT_ONCE = 200;

/**
 * Encrypt what is readable, some rows at a time, the officer's name last.
 *
 * A row is replaced by itself under the lid, never deleted first: cut anywhere, each row is there once, readable or not.
 */
export async function migrate(connection: Connection, slot: Slot, key: CryptoKey, lid: Lid): Promise<void> {
  if (!slot.officer) return;
  await moveMeta(connection, slot, key, lid);
  for (const name of ["events", "records", "drafts", "shards"] as const) {
    while (await moveSome(connection, name, slot.n, lid));
  }
  const { officer, ...nameless } = slot;
  const kept = await lid.close(place("meta", slot.n, "officer"), officer);
  await connection.write(["meta", "header"], async (at) => {
    await at("meta").put(kept, metaKey(slot.n, "officer"));
    await at("header").put(nameless, String(slot.n));
  });
}

async function moveSome(connection: Connection, name: "events" | "records" | "drafts" | "shards", owner: number, lid: Lid): Promise<number> {
  const rows = (await connection.use((db) => db.getAll(name))) as unknown as Plain[];
  const plain = rows.filter((row) => !("data" in row)).slice(0, AT_ONCE);
  const closed = await Promise.all(plain.map((row) => closedRow(name, row, owner, lid)));
  await connection.write([name], async (at) => {
    for (const row of closed) {
      // Another tab may have been here first, and a row of today is never put back to what it was.
      const now = (await at(name as Name).get(keyOf(row))) as Plain | undefined;
      if (now && !("data" in now)) await at(name as Name).put(row as never);
    }
  });
  return plain.length;
}

const keyOf = (row: Plain) => (row["seq"] ?? row["id"] ?? row["n"]) as IDBValidKey;

async function closedRow(name: string, row: Plain, owner: number, lid: Lid): Promise<Plain> {
  if (name === "shards") return { n: row["n"], owner, ...(await lid.pack(place("shards", owner), row["changes"])) };
  const key = keyOf(row);
  const sealed = await lid.close(place(name, owner, String(key)), row);
  if (name !== "events") return { id: key, owner, ...sealed };
  const { seq, state, answeredAt } = row as unknown as Kept;
  return { seq, state, answeredAt, owner, ...sealed };
}

async function moveMeta(connection: Connection, { n }: Slot, key: CryptoKey, lid: Lid): Promise<void> {
  const [keys, values] = await connection.use((db) => {
    const tx = db.transaction("meta");
    return Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
  });
  const old = keys.map((name, index) => [name, values[index]] as const).filter(([name]) => !name.includes("/") && !isShared(name));
  const moved = await Promise.all(
    old.map(async ([name, value]) => {
      const plain = name === "token" ? new TextDecoder().decode(await decrypt(key, value as Sealed)) : value;
      return [name, LID.has(name) ? await lid.close(place("meta", n, name), plain) : plain] as const;
    }),
  );
  await connection.write(["meta"], async (at) => {
    for (const [name, value] of moved) {
      if ((await at("meta").get(name)) === undefined) continue;
      await at("meta").put(value, metaKey(n, name));
      await at("meta").delete(name);
    }
  });
}
