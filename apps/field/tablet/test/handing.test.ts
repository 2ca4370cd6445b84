import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { draftOf, fakeChance, fakeClock, fakeServer } from "./fakes";
import type { Parts } from "../src/asking";
import { sha256 } from "../src/events";
import { batches, handOver, loads, readFile, sendCarried, workOf } from "../src/handing";
import { hex } from "../src/ids";
import { fromHex } from "../src/receipts";
import { copyKey } from "../src/recovery";
import { save } from "../src/saving";
import type { Carried, Kept, RecoveryKey, SealedPackage } from "../src/shapes";
import { openVault } from "../src/store";
import { exchange } from "../src/sync";

const TABLET = { id: "0190-14", number: 14, office: "Kolo", participant: "XA" };
const chance = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

async function serverKey() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const shown: RecoveryKey = { key: "0123456789abcdef", public: hex(point) };
  /** What the server reads in a package: the line of JSON, and the bytes behind it. */
  const open = async ({ key, point: once, iv, data }: SealedPackage) => {
    const theirs = await crypto.subtle.importKey("raw", fromHex(once), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const secret = await copyKey(shared, fromHex(once), point, ["decrypt"]);
    const how = { name: "AES-GCM", iv: fromHex(iv), additionalData: new TextEncoder().encode(key) };
    const bytes = new Uint8Array(await crypto.subtle.decrypt(how, secret, fromHex(data)));
    const end = bytes.indexOf(10);
    return { head: JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))), rest: bytes.subarray(end + 1) };
  };
  return { shown, open };
}

let named = 0;
async function tablet(handOverKey?: RecoveryKey, officer = "7") {
  const clock = fakeClock();
  const name = `handing-${(named += 1)}`;
  const vault = openVault(fakeChance(named), name);
  const receipt_key = { key: "none", public: "00" };
  const enrolled = { token: "secret-token", tablet: TABLET, officer: { id: officer, name: "Awa", language: "fr" }, receipt_key };
  const store = await vault.create(enrolled, "three wet stones");
  if (handOverKey) await store.settle({ meta: { handOverKey } });
  const server = fakeServer();
  const posting = server.routes["posting/"]!;
  server.routes["posting/"] = async (request) => {
    const reply = (await posting(request))!;
    return { ...reply, body: { ...(reply.body as object), officer: enrolled.officer } };
  };
  const parts: Parts = { store, network: server.network, clock, chance, token: "t", language: "fr", app: "test" };
  const saved = async (answers = {}, files: { sha256: string; size: number; type: string; field: string }[] = []) =>
    save(draftOf("production", { answers }), { store, clock, chance, tablet: TABLET.id, language: "fr", position: null, records: await store.records(), files });
  return { store, clock, server, parts, saved };
}
const made = async (one: Awaited<ReturnType<typeof tablet>>) => (await handOver(one.store, TABLET, await workOf(one.store), chance))!;

it("seals to the server what only this tablet has, as it would send it", async () => {
  const key = await serverKey();
  const one = await tablet(key.shown);
  await one.saved({ seller: "CANARY Koné" });
  const [event] = await one.store.events();

  const { text, records } = await made(one);

  expect(records).toBe(1);
  expect(text).not.toMatch(/CANARY|secret-token/);
  const [sealed] = JSON.parse(text).packages;
  const { head } = await key.open(sealed);
  const { id, seq, sha256: digest, bytes } = event!;
  expect(head).toEqual({ tablet: TABLET.id, officer: "7", token: "secret-token", announced: 1, events: [{ id, seq, sha256: digest, bytes }] });
  // It stays here, and waits as before.
  expect((await one.store.events()).map(({ state }) => state)).toEqual(["waiting"]);
});

it("takes pictures along in pieces, after the records", async () => {
  const key = await serverKey();
  const one = await tablet(key.shown);
  const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => n & 255).buffer;
  const digest = await sha256(bytes);
  await one.store.album!.keep({ sha256: digest, size: 100_000, state: "here", at: 1 }, bytes);
  await one.saved({ photo: digest }, [{ sha256: digest, size: 100_000, type: "image/jpeg", field: "photo" }]);

  const packages = JSON.parse((await made(one)).text).packages;

  expect(packages.map(({ records }: Carried) => records)).toEqual([1, 0, 0]);
  const opened = await Promise.all(packages.slice(1).map(key.open));
  expect(opened.map(({ head }) => [head.sha256, head.offset])).toEqual([[digest, 0], [digest, 65_536]]);
  expect(new Uint8Array(opened.flatMap(({ rest }) => [...rest])).buffer).toEqual(bytes);
});

it("makes no file before the server has told its key", async () => {
  const one = await tablet();
  await one.saved();

  expect(await handOver(one.store, TABLET, await workOf(one.store), chance)).toBeNull();
});

it("packs what the server takes at once", () => {
  const event = (letters: number) => ({ bytes: "x".repeat(letters) }) as Kept;

  expect(batches([]).length).toBe(0);
  expect(batches(Array.from({ length: 120 }, () => event(900))).map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(batches([event(250_000), event(250_000), event(400_000)]).map(({ length }) => length)).toEqual([1, 1, 1]);
});

const carrier = async () => {
  const two = await tablet(undefined, "8");
  const told: string[] = [];
  two.server.routes["carried/"] = async ({ body }) => {
    const id = await sha256(fromHex((JSON.parse(body!) as SealedPackage).data).buffer);
    told.push(id);
    two.server.packages.add(id);
    return { status: 200, body: { id, state: "taken", became: { applied: 1 } } };
  };
  const take = async (text: string) => {
    const found = await readFile(text, two.clock.now());
    if (typeof found === "string") throw new Error(found);
    await two.store.cargo!.add(found.packages);
    return found;
  };
  return { ...two, told, take };
};

it("carries a colleague's work and hands it in once, whatever file it came with again", async () => {
  const one = await tablet((await serverKey()).shown);
  await one.saved();
  const { text } = await made(one);
  const two = await carrier();

  expect(await two.take(text)).toMatchObject({ tablet: 14, records: 1 });
  await two.take(text);
  expect(loads(await two.store.cargo!.all())).toMatchObject([{ tablet: 14, records: 1, waiting: true }]);
  expect((await exchange(two.parts)).trouble).toBeNull();
  await two.take(text);
  await exchange(two.parts);

  expect(two.told.length).toBe(1);
  expect(loads(await two.store.cargo!.all())).toMatchObject([{ tablet: 14, records: 1, waiting: false }]);
});

it("keeps what the server has not answered for, and lets one refusal stop no other", async () => {
  const one = await tablet((await serverKey()).shown);
  await one.saved();
  const [first, second] = [(await made(one)).text, (await made(one)).text];
  const two = await carrier();
  await two.take(first);
  two.clock.pass(1000);
  await two.take(second);
  const waiting = async () => (await two.store.cargo!.all()).filter(({ handedAt }) => handedAt === null).length;

  two.server.over(async (_request, answer) => (await answer(), null));
  expect(await sendCarried(two.parts)).toBe("no_network");
  two.server.over(async () => ({ status: 200, body: { id: "another" } }));
  expect(await sendCarried(two.parts)).toBe("not_ours");
  expect(await waiting()).toBe(2);
  let asked = 0;
  two.server.over(async (_request, answer) => ((asked += 1) === 1 ? { status: 400, body: { detail: "No." } } : answer()));
  expect(await sendCarried(two.parts)).toBeNull();
  expect(await waiting()).toBe(1);
});

it("hands in again what a server that was restored has forgotten, for the tablet that made it may be broken", async () => {
  const one = await tablet((await serverKey()).shown);
  await one.saved();
  const two = await carrier();
  await two.take((await made(one)).text);
  for (const days of [0, 1, 1]) {
    two.clock.pass(days * 86_400_000);
    await exchange(two.parts);
  }
  expect(two.told).toHaveLength(1);

  two.server.packages.clear();
  two.clock.pass(86_400_000);
  await exchange(two.parts);

  expect(two.told).toHaveLength(2);
  expect(two.told[1]).toBe(two.told[0]);
  expect((await two.store.cargo!.all()).map(({ sealed }) => sealed !== null)).toEqual([true]);
  expect(loads(await two.store.cargo!.all())).toMatchObject([{ tablet: 14, records: 1, waiting: false }]);
});

it("takes what it handed in off the tablet after a month", async () => {
  const one = await tablet((await serverKey()).shown);
  await one.saved();
  const two = await carrier();
  await two.take((await made(one)).text);
  await exchange(two.parts);

  two.clock.pass(31 * 86_400_000);
  await exchange(two.parts);
  expect(await two.store.cargo!.all()).toHaveLength(1);
  two.server.time.now = new Date(Date.parse(two.server.time.now) + 31 * 86_400_000).toISOString();
  await exchange(two.parts);
  expect(await two.store.cargo!.all()).toEqual([]);
});

it.each([
  ["{", "not_a_file"],
  ["[]", "not_a_file"],
  ['{"kind":"kpfield/sealed","version":1,"copies":[]}', "for_the_custodian"],
  ['{"kind":"kpfield/handover","version":2,"packages":[]}', "newer"],
  ['{"kind":"kpfield/handover","version":1,"packages":[{"records":1,"key":"x"}]}', "not_a_file"],
])("says of %s that it is %s", async (text, why) => {
  expect(await readFile(text, 0)).toBe(why);
});
