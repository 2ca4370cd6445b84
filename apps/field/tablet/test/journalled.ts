/** The two journals of a tablet for the tests: a database, and a log on a disk in memory. */

import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { beforeEach } from "vitest";
import { draftOf, fakeChance, fakeClock, memoryLog } from "./fakes";
import { save, saveAll } from "../src/saving";
import { openVault } from "../src/store";
import type { Store } from "../src/ports";

export const ENROLLED = {
  token: "secret-token", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" },
  receipt_key: { key: "k", public: "04" },
};
export const PHRASE = "correct horse battery";
let count = 0;
// Of the test that runs.
export let name: string;
export let disk: ReturnType<typeof memoryLog>["disk"];
export let log: ReturnType<typeof memoryLog>["log"];
export let store: Store;

beforeEach(async () => {
  name = `journals-${(count += 1)}`;
  ({ log, disk } = memoryLog());
  store = await openVault(fakeChance(count), name, log).create(ENROLLED, PHRASE);
});

export const saving = (at: Store = store, records = [] as never[]) => ({ store: at, clock: fakeClock(), chance: fakeChance(7), tablet: "t", language: "fr" as const, position: null, records });
export const saveOne = (number: string, at?: Store) => save(draftOf("digger", { answers: { number, names: "canary-record" } }), saving(at));
export const NUMBERS = ["14-00001-0", "14-00002-0", "14-00003-0"];
export const savePage = () => saveAll(NUMBERS.map((number) => draftOf("purchase", { record: number, answers: { number } })), saving(), "page");
export const again = () => openVault(fakeChance(90), name, log);
export const opened = async () => (await again().unlock(PHRASE))!;
export const numbers = async (at: Store) => (await at.records()).map((record) => record.number).sort();
export const file = () => [...disk.files.values()].at(-1)!;
export const emptied = () => deleteDB(name);

/** The same files in a browser that was started anew: nobody of before holds a turn. */
export function reopened() {
  const fresh = memoryLog();
  for (const [at, bytes] of disk.files) fresh.disk.files.set(at, bytes);
  return fresh;
}
