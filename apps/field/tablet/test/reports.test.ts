import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { dump } from "./disk";
import { fakeChance, fakeClock, fakeServer } from "./fakes";
import { hex } from "../src/ids";
import { report, sendReports, type Report } from "../src/reports";
import { openVault } from "../src/store";
import { exchange } from "../src/sync";

const SAID: Report = { day: "2026-11-24", seen: "state_forces", where: "canary-place", words: "canary-words" };
let count = 0;

async function officer() {
  const name = `reports-${(count += 1)}`;
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const reader = { key: "0123456789abcdef", public: hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
  const chance = fakeChance(count);
  const server = fakeServer();
  const enrolled = { token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" }, receipt_key: await server.shown() };
  const store = await openVault(chance, name).create(enrolled, "correct horse");
  const parts = { store, network: server.network, clock: fakeClock(), chance, token: "t", language: "en", app: "test" };
  return { name, reader, chance, store, server, parts };
}

it("is nowhere readable from the moment it is sealed, also by who has the passphrase", async () => {
  const { name, reader, chance, store } = await officer();
  await report(SAID, reader, store, chance);

  expect(await dump(name)).not.toContain("canary");
  expect([await store.events(), await store.records(), await store.drafts()]).toEqual([[], [], []]);
  const [sealed] = await store.reports!();
  expect(Object.keys(sealed!).sort()).toEqual(["data", "id", "iv", "key", "point"]);
});

it("tells nothing by its length", async () => {
  const { reader, chance, store } = await officer();
  for (const words of ["", "é".repeat(1400)]) await report({ ...SAID, words }, reader, store, chance);
  const [one, two] = await store.reports!();
  expect(one!.data.byteLength).toBe(two!.data.byteLength);
});

it("is sent from a tablet that the office has closed", async () => {
  const { reader, chance, store, server, parts } = await officer();
  await report(SAID, reader, store, chance);
  server.routes["reports/"] = ({ body }) => ({ status: 200, body: { id: JSON.parse(body!).id } });
  server.close();

  expect((await exchange(parts)).trouble).toBe("revoked");
  expect(await store.reports!()).toHaveLength(0);
});

it("leaves the tablet when the server has it, and not before", async () => {
  const { reader, chance, store, server, parts } = await officer();
  await report(SAID, reader, store, chance);
  server.over(async () => ({ status: 200, body: { id: "another" } }));
  await sendReports(parts);
  expect(await store.reports!()).toHaveLength(1);

  server.over(async ({ body }) => ({ status: 200, body: { id: JSON.parse(body!).id } }));
  await sendReports(parts);
  expect(await store.reports!()).toHaveLength(0);
});
