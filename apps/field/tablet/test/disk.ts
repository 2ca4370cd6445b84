/** What somebody reads who copies the disk: every database row, and all bytes in it as text. */

import { openDB } from "idb";
import { make, encrypt } from "../src/vault";
import type { Chance } from "../src/ports";
import type { Draft, Kept, OwnRecord } from "../src/shapes";

const asText = (_name: string, value: unknown): unknown =>
  value instanceof ArrayBuffer || value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value;

export async function dump(name: string): Promise<string> {
  const db = await openDB(name);
  const all = await Promise.all([...db.objectStoreNames].map(async (store) => [store, await db.getAllKeys(store), await db.getAll(store)]));
  db.close();
  return JSON.stringify(all, asText);
}

/** A tablet as version 1 left it: only the token is under the passphrase. */
export async function oldTablet(name: string, passphrase: string, chance: Chance, kept: { events: Kept[]; records: OwnRecord[]; drafts: Draft[] }) {
  const db = await openDB(name, 1, {
    upgrade(made) {
      for (const store of ["header", "tastes", "meta"]) made.createObjectStore(store);
      made.createObjectStore("drafts", { keyPath: "id" });
      made.createObjectStore("events", { keyPath: "seq" });
      made.createObjectStore("records", { keyPath: "id" });
      made.createObjectStore("shards", { keyPath: "n", autoIncrement: true });
    },
  });
  const [key, wrapped] = await make(passphrase, chance, 1000);
  const officer = { id: "1", name: "Awa", language: "fr" };
  await db.put("header", { tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer, wrapped, wrong: 2, waitUntil: 0 }, "this");
  await db.put("meta", await encrypt(key, new TextEncoder().encode("secret-token"), chance), "token");
  const meta = { seq: kept.events.length, previous: "p", counter: 7, cursor: "here", highWater: 1, contactAt: 5, posting: { officer, forms: [] }, receiptKey: { key: "k", public: "04" } };
  for (const [field, value] of Object.entries(meta)) await db.put("meta", value, field);
  for (const event of kept.events) await db.put("events", event);
  for (const record of kept.records) await db.put("records", record);
  for (const draft of kept.drafts) await db.put("drafts", draft);
  for (const names of ["Élodie", "Abdou"]) await db.add("shards", { changes: [{ kind: "digger", id: names, row: { names } }] });
  db.close();
}
