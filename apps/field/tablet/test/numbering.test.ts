/** Two tablets never print one number, nor one tablet the same twice: whatever became of its disk. */

import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { certifyKey, skipPrinted } from "../src/numbering";
import { recordNumber } from "../src/numbers";
import type { Meta, Papers } from "../src/shapes";
import { openVault } from "../src/store";
import { exchange } from "../src/sync";
import cases from "../../../../fixtures/conformance/papers/cases.json";
import { fakeChance, fakeClock, fakeServer, memoryStore } from "./fakes";

const PHRASE = "three wet stones";
const ENROLLED = {
  token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" },
  receipt_key: { key: "k", public: "04" },
};
/** The next numbers that it prints, as they stand on the paper. */
const printed = async (store: { nextNumber(): Promise<number> }, tablet: number, times: number) =>
  Promise.all(Array.from({ length: times }, async () => recordNumber(tablet, await store.nextNumber())));

it("prints its own number in front, so that no other tablet's numbers are among its own", async () => {
  const [one, other] = await Promise.all([
    openVault(fakeChance(), "tablet-14").create(ENROLLED, PHRASE),
    openVault(fakeChance(), "tablet-141").create({ ...ENROLLED, tablet: { ...ENROLLED.tablet, id: "u", number: 141 } }, PHRASE),
  ]);

  const all = [...(await printed(one, 14, 40)), ...(await printed(other, 141, 40))];

  expect(new Set(all).size).toBe(80);
});

it("gives each number out once to two tabs and two officers at the same moment", async () => {
  const vault = openVault(fakeChance(), "shared");
  const awa = await vault.create(ENROLLED, PHRASE);
  const bintou = await vault.create({ ...ENROLLED, officer: { id: "2", name: "Bintou", language: "fr" } }, PHRASE);
  const otherTab = (await openVault(fakeChance(3), "shared").unlock(PHRASE, 1))!;

  const all = await Promise.all([awa, bintou, otherTab].map((store) => printed(store, 14, 20)));

  expect(new Set(all.flat()).size).toBe(60);
});

it("goes on in a block of its own where all that lay on it was cleared, sent or not", async () => {
  const before = await printed(await openVault(fakeChance(), "before").create({ ...ENROLLED, numbersFrom: 0 }, PHRASE), 14, 50);
  const after = await openVault(fakeChance(), "cleared").create({ ...ENROLLED, made: 2, numbersFrom: 5000 }, PHRASE);

  const all = [...before, ...(await printed(after, 14, 50))];

  expect(new Set(all).size).toBe(100);
  expect(all.at(-1)).toBe(recordNumber(14, 5050));
});

it("leaves its numbers as they are where one more officer is enrolled on it", async () => {
  const vault = openVault(fakeChance(), "one-more");
  await printed(await vault.create(ENROLLED, PHRASE), 14, 3);
  const second = await vault.create({ ...ENROLLED, numbersFrom: 5000 }, PHRASE);

  expect(await second.nextNumber()).toBe(4);
});

it.each([
  ["was set back to a copy of its disk", { seq: 3, counter: 4, highWater: 90 }, 5180],
  ["knows that already", { seq: 3, counter: 6000, highWater: 90 }, 6000],
  ["has made all that the server knows", { seq: 90, counter: 95, highWater: 90 }, 95],
  ["has never been heard", { seq: 3, counter: 4 }, 4],
])("leaves out what it may have printed, where it %s", async (_what, meta, counter) => {
  const store = memoryStore(meta as Partial<Meta>);
  const parts = { store } as never;

  await skipPrinted(parts);
  await skipPrinted(parts);

  expect((await store.meta()).counter).toBe(counter);
});

const papers = cases.papers as unknown as Papers;

/** An exchange with a server that vouches for whatever key it is shown; `asked` says for which. */
function certifying(meta: Partial<Meta>, answer = (said: string) => cases.signer.certificate.replace(cases.signer.public, said)) {
  const store = memoryStore({ posting: { papers } as never, ...meta });
  const server = fakeServer();
  const asked: string[] = [];
  server.routes["certificate/"] = ({ body }) => {
    asked.push(JSON.parse(body!).public);
    return { status: 200, body: { certificate: answer(asked.at(-1)!), ends_on: "2027-12-29" } };
  };
  const parts = { store, network: server.network, clock: fakeClock(), chance: fakeChance(), token: "t", language: "fr", app: "0" };
  return { store, asked, parts, server };
}

it("has its key vouched for once, and keeps it", async () => {
  const { store, asked, parts } = certifying({});

  await certifyKey(parts);
  await certifyKey(parts);

  const { signer } = await store.meta();
  expect(asked).toEqual([signer!.public]);
  expect(signer!.certificate).toContain(signer!.public);
});

it("asks with the same key again where the answer was lost", async () => {
  const { asked, parts, server } = certifying({});
  server.over(async (_request, answer) => (await answer(), null));
  await certifyKey(parts);
  server.over((_request, answer) => answer());
  await certifyKey(parts);

  expect(asked).toHaveLength(2);
  expect(asked[0]).toBe(asked[1]);
});

it("asks anew sixty days before the word of the country ends", async () => {
  const { asked, parts } = certifying({ signer: { ...cases.signer, endsOn: "2027-01-20" } });

  await certifyKey(parts);

  expect(asked).toEqual([cases.signer.public]);
});

it("takes no word that is for another key", async () => {
  const { store, parts } = certifying({}, () => cases.signer.certificate);

  expect(await certifyKey(parts)).toBe("not_ours");
  expect((await store.meta()).signer!.certificate).toBe("");
});

it("goes on without, where the server does not vouch for it", async () => {
  const { parts, server, store } = certifying({ officer: { id: "1", name: "Awa", language: "fr" } });
  server.routes["certificate/"] = () => ({ status: 400, body: { public: "no" } });
  server.routes["posting/"] = async () => ({ status: 200, body: { officer: { id: "1" }, forms: [], choices: {}, papers, receipt_key: await server.shown(), server_time: server.time.now } });
  await store.settle({ meta: { posting: undefined } });

  expect((await exchange(parts)).trouble).toBeNull();
  expect((await store.meta()).cursor).toBe("c");
});

it("sends and fetches all the same, where the browser makes no key", async () => {
  const { parts, asked } = certifying({});

  expect(await certifyKey({ ...parts, chance: { bytes: () => new Uint8Array(32) } })).toBeNull();
  expect(asked).toEqual([]);
});
