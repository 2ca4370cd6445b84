import "fake-indexeddb/auto";
import vector from "../../../../fixtures/conformance/sealed/copy.json";
import { expect, it } from "vitest";
import { dump } from "./disk";
import { draftOf, fakeChance, fakeClock, fakeServer, freeLocks } from "./fakes";
import { send } from "../src/contact";
import { hex } from "../src/ids";
import { fromHex } from "../src/receipts";
import { copyKey, sealTo, type Copy } from "../src/recovery";
import { save } from "../src/saving";
import { enrolTablet, start, unlock } from "../src/session";
import { createState, type Doors } from "../src/state";
import { openVault } from "../src/store";
import type { RecoveryKey } from "../src/shapes";

const PHRASE = "correct horse battery";
let count = 0;

async function custodian() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const shown: RecoveryKey = { key: "custodian", public: hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
  return { shown, open: (copy: Copy) => opened(copy, pair.privateKey, shown) };
}

async function opened({ point, iv, data }: Copy, key: CryptoKey, { key: name, public: theirs }: RecoveryKey) {
  const other = await crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, key, 256);
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  const plain = await crypto.subtle.decrypt(how, await copyKey(shared, point, fromHex(theirs), ["decrypt"]), data);
  return JSON.parse(new TextDecoder().decode(plain));
}

async function officer(recovery: RecoveryKey | null) {
  const name = `sealed-${(count += 1)}`;
  const server = fakeServer();
  server.routes["enrol/"] = () => ({
    status: 200,
    body: { token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: 1, name: "Awa", language: "en" }, receipt_key: { key: "k", public: "04" }, recovery_key: recovery },
  });
  const posting = server.routes["posting/"]!;
  server.routes["posting/"] = async (request) => {
    const reply = (await posting(request))!;
    return { ...reply, body: { ...(reply.body as object), recovery_key: recovery } };
  };
  const clock = fakeClock();
  const [state, chance] = [createState(), fakeChance(count)];
  const vault = openVault(chance, name);
  const doors = { clock, chance, network: server.network, locks: freeLocks, vault, go: () => undefined, tellTabs: () => undefined, version: "test", places: { find: async () => null, known: async () => null } } as Doors;
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", PHRASE, state, doors);
  const record = (id: string) => save(draftOf("digger", { record: id, answers: { number: "14-00001-0", names: "Fanta" } }), { store: state.store.value!, clock, chance, tablet: "t", language: "en", position: null, records: state.records.value });
  const revoke = () => server.over(async () => ({ status: 410, body: { detail: "closed" } }));
  const copies = async () => JSON.parse(await vault.sealedFile()).copies as { seq: number; key: string; point: string; iv: string; data: string }[];
  return { name, server, clock, state, vault, doors, record, revoke, copies };
}

const asCopy = ({ key, point, iv, data }: { key: string; point: string; iv: string; data: string }): Copy => ({
  key, point: fromHex(point), iv: fromHex(iv), data: fromHex(data).buffer,
});

it("seals each finished event to the custodian, who reads its bytes, its tablet and its officer", async () => {
  const { shown, open } = await custodian();
  const { state, record, copies } = await officer(shown);
  await record("r1");

  const [event] = await state.store.value!.events();
  const [copy] = await copies();
  const { id, seq, sha256, bytes } = event!;
  expect(await open(asCopy(copy!))).toEqual({ tablet: "t", officer: 1, id, seq, sha256, bytes });
});

it("makes each copy with a key of its own, and none that another key opens", async () => {
  const [{ shown, open }, stranger] = [await custodian(), await custodian()];
  const [one, two] = await Promise.all([sealTo(shown, "said", fakeChance(1)), sealTo(shown, "said", fakeChance(1))]);
  expect(hex(one.point)).not.toBe(hex(two.point));
  expect(await open(one)).toBe("said");
  await expect(stranger.open(one)).rejects.toThrow();
  await expect(open({ ...one, point: two.point })).rejects.toThrow();
});

it("opens with the vector that the server's own test opens", async () => {
  const key = await crypto.subtle.importKey("pkcs8", fromHex(vector.private), { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  expect(await opened(asCopy(vector.copy), key, vector.recovery_key)).toEqual(vector.said);
});

it("keeps a copy for a month after the receipt, and no longer", async () => {
  const { shown } = await custodian();
  const { server, clock, state, doors, record, copies } = await officer(shown);
  await record("r1");
  expect((await send(state, doors))!.trouble).toBeNull();
  clock.pass(29 * 86_400_000);
  await send(state, doors);
  expect(await copies()).toHaveLength(1);
  server.time.now = "2026-12-26T09:30:00+00:00";
  clock.set("2026-12-26T09:30:00Z");
  await send(state, doors);
  expect(await copies()).toHaveLength(0);
});

it("seals what was made before the key was known, as soon as it comes", async () => {
  const { shown } = await custodian();
  const { state, record, copies } = await officer(null);
  await record("r1");
  expect(await copies()).toHaveLength(0);
  await state.store.value!.settle({ meta: { recoveryKey: shown } });
  expect(await copies()).toHaveLength(1);
});

it("gives up keys and registers on a closed tablet, and keeps what is sealed", async () => {
  const { shown, open } = await custodian();
  const { name, state, vault, doors, record, revoke, copies } = await officer(shown);
  await send(state, doors);
  await state.store.value!.settle({ shard: { changes: [{ kind: "digger", id: "a", row: { names: "Abdou" } }] } });
  await record("r1");
  revoke();
  await send(state, doors);

  expect(state.stage.value).toBe("locked");
  expect(state.header.value).toMatchObject({ closed: true, copies: 1 });
  expect(await unlock(PHRASE, state, doors)).toBe(false);
  expect(await vault.isBusy()).toBe(false);
  expect(JSON.parse((await open(asCopy((await copies())[0]!))).bytes).answers.names).toBe("Fanta");
  const left = JSON.parse(await dump(name));
  expect(left.filter(([store]: [string]) => ["events", "records", "drafts", "shards"].includes(store)).every(([, keys]: [string, unknown[]]) => keys.length === 0)).toBe(true);
});

it("keeps the key on a closed tablet while an unsent event has no sealed copy", async () => {
  const { state, vault, doors, record, revoke } = await officer(null);
  await record("r1");
  revoke();
  await send(state, doors);

  expect(state.trouble.value).toBe("revoked");
  expect((await vault.header())!.closed).toBe(false);
  expect(await unlock(PHRASE, state, doors)).toBe(true);
  expect(await state.store.value!.events()).toHaveLength(1);
});

it("keeps the key on a closed tablet while a photo waits, of which there is no sealed copy", async () => {
  const { shown } = await custodian();
  const { state, vault, doors, record, revoke } = await officer(shown);
  await record("r1");
  const { album } = state.store.value!;
  await album!.keep({ sha256: "a", size: 1, state: "here", at: 0 }, new ArrayBuffer(1));
  revoke();
  await send(state, doors);
  expect((await vault.header())!.closed).toBe(false);

  await unlock(PHRASE, state, doors);
  await album!.settle("a", "kept", 1);
  await send(state, doors);
  expect((await vault.header())!.closed).toBe(true);
});

it("closes for one officer and for no colleague", async () => {
  const { shown } = await custodian();
  const { server, state, vault, doors, record, revoke } = await officer(shown);
  await record("hers");
  server.routes["enrol/"] = () => ({
    status: 200,
    body: { token: "t2", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: 2, name: "Bintou", language: "en" }, receipt_key: { key: "k", public: "04" }, recovery_key: shown },
  });
  await enrolTablet("ABCD-EFGH", "bintou's own words", state, doors);
  await record("his");
  revoke();
  await send(state, doors);

  expect((await vault.header(2))!.closed).toBe(true);
  const hers = (await vault.unlock(PHRASE, 1))!;
  expect((await hers.events()).map(({ record: of }) => of)).toEqual(["hers"]);
});
