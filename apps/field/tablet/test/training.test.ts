import { afterEach, beforeEach, expect, it, vi } from "vitest";
import purchaseForm from "../../../../fixtures/forms/purchase-v2.json";
import { fakeChance, fakeClock } from "./fakes";
import { send, sendIfDue } from "../src/contact";
import { begin } from "../src/drafts";
import { saveAll } from "../src/saving";
import { createState, refresh } from "../src/state";
import { exchange } from "../src/sync";
import { NothingLeaves, practise, TRAINING, type Material } from "../src/training/practice";
import type { Form } from "../src/shapes";

const form = purchaseForm as unknown as Form;
const material = {
  posting: { tablet: { id: "?", number: 0, office: "", participant: "XA" }, officer: { id: "0", name: "", language: "" }, forms: [form], choices: {} },
  changes: [{ kind: "licence", id: "l", row: { number: "L-1", days: [-10, 5] } }, { kind: "site", id: "s", row: { number: "0-1" } }],
} as unknown as Material;
const outside = vi.fn();

async function practising() {
  const [real, clock] = [createState(), fakeClock()];
  const end = vi.fn();
  const app = await practise(material, {
    state: real, clock, chance: fakeChance(), places: { known: async () => null } as never, go: () => undefined, later: () => undefined, version: "0", begin: () => undefined, end,
  });
  return { ...app, real, clock };
}

/** As an officer saves a record. */
async function saved({ state, doors, clock }: Awaited<ReturnType<typeof practising>>) {
  const draft = { ...begin(form, clock, doors.chance), answers: { number: "0-00001-8" } };
  await saveAll([draft], { store: state.store.value!, clock, chance: doors.chance, tablet: state.header.value!.tablet.id, language: "fr", position: null, records: [] }, draft.id);
  await refresh(state);
}

beforeEach(() => {
  for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "indexedDB"]) vi.stubGlobal(name, outside);
  vi.stubGlobal("navigator", { sendBeacon: outside, storage: { getDirectory: outside } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  outside.mockReset();
});

it("calls itself by a name that no tablet of an office has, in every event", async () => {
  const app = await practising();
  await saved(app);

  const [event] = await app.state.store.value!.events();
  expect(JSON.parse(event!.bytes)).toMatchObject({ tablet: TRAINING, seq: 1 });
});

it("sends nothing, whoever asks for it", async () => {
  const app = await practising();
  await saved(app);
  app.state.online.value = true;

  expect([await send(app.state, app.doors), await sendIfDue(app.state, app.doors)]).toEqual([undefined, undefined]);
  expect(outside).not.toHaveBeenCalled();
});

it("sends nothing where it had a token and its turn: there is no network", async () => {
  const app = await practising();
  await saved(app);
  const parts = { ...app.doors, store: app.state.store.value!, token: "a real one", language: "fr", app: "0" };

  await expect(exchange(parts)).rejects.toThrow(NothingLeaves);
  app.state.meta.value = { ...app.state.meta.value, token: "a real one" };
  expect(await send(app.state, app.doors)).toBeUndefined();
  expect(outside).not.toHaveBeenCalled();
});

it("opens no vault of the tablet, and enrols nobody", async () => {
  const { doors } = await practising();

  expect(() => doors.vault.unlock("a passphrase")).toThrow(NothingLeaves);
  expect(() => doors.vault.sealedFile()).toThrow(NothingLeaves);
  expect(() => doors.network.send({ method: "GET", path: "/" })).toThrow(NothingLeaves);
});

it("writes nothing to the disk, and leaves nothing in the officer's own state", async () => {
  const app = await practising();
  await saved(app);

  expect(outside).not.toHaveBeenCalled();
  expect([app.state.records.value.length, app.real.records.value.length, app.real.stage.value]).toEqual([1, 0, "opening"]);
});

it("begins anew with nothing of before", async () => {
  const app = await practising();
  await saved(app);

  expect((await practising()).state.records.value).toEqual([]);
});

it("shows papers that hold on the day of practice", async () => {
  const { state } = await practising();

  expect(state.registers.value.get("licence")!.get("l")!.row).toMatchObject({ starts_on: "2026-11-14", ends_on: "2026-11-29", revoked_on: null });
  expect(state.registers.value.get("site")!.get("s")!.row).toEqual({ number: "0-1" });
});

const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });
const SRC = "http://app/src/";
const text = (name: string) => sources[`../src/${name}`];
/** Every module that this one brings with it. */
function brought(path: string, seen = new Set<string>()): Set<string> {
  const name = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((one) => text(one) !== undefined)!;
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, from] of text(name)!.matchAll(/^import (?!type)[^;]*?from "(\.[^"]+)"/gm)) brought(new URL(from!, SRC + name).href.slice(SRC.length), seen);
  return seen;
}

it("brings neither network, disk nor vault with it", () => {
  const modules = brought("training/practice");

  expect(modules).toContain("state.ts");
  expect([...modules].filter((name) => ["network.ts", "store.ts", "connection.ts", "logfile.ts", "device.ts", "main.tsx"].includes(name))).toEqual([]);
});

it("finds no other way out: one module alone fetches", () => {
  const fetching = Object.keys(sources).filter((name) => /\bfetch\(/.test(sources[name]!));

  expect(fetching.filter((name) => !name.endsWith("/sw.ts"))).toEqual(["../src/network.ts"]);
});
