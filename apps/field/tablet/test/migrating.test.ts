import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { dump, oldTablet } from "./disk";
import { draftOf, fakeChance, fakeClock } from "./fakes";
import { recordsAfter, save } from "../src/saving";
import { seal } from "../src/events";
import { openVault } from "../src/store";
import { ROUNDS } from "../src/vault";
import { openDB } from "idb";
import type { Chance, Store } from "../src/ports";

const PHRASE = "correct horse battery";
const COUNT = 7;
let tablets = 0;

/** Seven events of which five are unsent, a draft, two pages of the register. */
async function old() {
  const name = `old-${(tablets += 1)}`;
  const drafts = Array.from({ length: COUNT }, (_, index) => draftOf("digger", { record: `r${index}`, answers: { number: `14-0000${index}`, names: "Fanta" } }));
  const events = await Promise.all(drafts.map((draft, index) => seal({ id: `e${index}`, seq: index + 1, record: draft.record, answers: draft.answers } as never)));
  for (const sent of events.slice(0, 2)) Object.assign(sent, { state: "applied", answeredAt: 5 });
  const records = drafts.flatMap((draft) => recordsAfter(draft, [], 5, {}));
  await oldTablet(name, PHRASE, fakeChance(3), { events, records, drafts: [draftOf("site", { id: "left", answers: { name: "Bemba" } })] });
  return { name, events };
}

const all = async (store: Store) => ({
  events: await store.events(), numbers: (await store.records()).map(({ number }) => number).sort(),
  drafts: (await store.drafts()).map(({ answers }) => answers["name"]), names: (await store.shards()).flatMap(({ changes }) => changes.map(({ id }) => id)),
  meta: await store.meta(),
});

async function expectWhole(store: Store, events: unknown[]) {
  const found = await all(store);
  expect(found.events).toEqual(events);
  expect(found.numbers).toHaveLength(COUNT);
  expect(found.drafts).toEqual(["Bemba"]);
  expect(found.names).toEqual(["Élodie", "Abdou"]);
  expect(found.meta).toMatchObject({ token: "secret-token", seq: COUNT, counter: 7, cursor: "here", highWater: 1, officer: { name: "Awa" }, posting: { officer: { name: "Awa" } } });
}

it("puts what an earlier version kept readable under the lid at the next unlocking", async () => {
  const { name, events } = await old();
  const vault = openVault(fakeChance(5), name);
  expect(await vault.header()).toMatchObject({ tablet: { number: 14 }, wrong: 2, n: 1, all: [1] });
  expect(await vault.isBusy()).toBe(true);
  expect(await vault.unlock("another phrase")).toBeNull();

  await expectWhole((await vault.unlock(PHRASE))!, events);

  const found = await dump(name);
  for (const word of ["Awa", "Fanta", "Bemba", "lodie", "Abdou", "secret-token", "14-0000"]) expect(found).not.toContain(word);
});

it("numbers on where the earlier version stopped", async () => {
  const { name } = await old();
  const store = (await openVault(fakeChance(5), name).unlock(PHRASE))!;
  await save(draftOf(), { store, clock: fakeClock(), chance: fakeChance(8), tablet: "t", language: "fr", position: null, records: [] });
  expect((await store.events()).at(-1)!.seq).toBe(COUNT + 1);
  expect(await store.nextNumber()).toBe(8);
});

/** The browser dies at the nth draw of chance, which stands before each row that is encrypted. */
const dying = (after: number): Chance => {
  const chance = fakeChance(11);
  let left = after;
  return {
    bytes(length) {
      if (left-- === 0) throw new Error("killed");
      return chance.bytes(length);
    },
  };
};

it.each(Array.from({ length: 24 }, (_, n) => n))("loses nothing when it is cut at step %i", async (step) => {
  const { name, events } = await old();
  const cut = await openVault(dying(step), name).unlock(PHRASE).catch(() => null);
  if (cut) await expectWhole(cut, events);
  await expectWhole((await openVault(fakeChance(6), name).unlock(PHRASE))!, events);
  expect(await dump(name)).not.toContain("Fanta");
});

it("is not disturbed by a second tab that unlocks at the same moment", async () => {
  const { name, events } = await old();
  const both = await Promise.all([openVault(fakeChance(5), name).unlock(PHRASE), openVault(fakeChance(6), name).unlock(PHRASE)]);
  for (const store of both) await expectWhole(store!, events);
});

it("wraps a key that was cheap to try at the cost of today, with the same passphrase", async () => {
  const { name } = await old();
  await openVault(fakeChance(5), name).unlock(PHRASE);
  const db = await openDB(name);
  expect((await db.get("header", "1")).wrapped.rounds).toBe(ROUNDS);
  db.close();
  expect(await openVault(fakeChance(6), name).unlock(PHRASE)).not.toBeNull();
});
