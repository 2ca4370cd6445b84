import "fake-indexeddb/auto";
import { expect, it, vi } from "vitest";
import { signal } from "@preact/signals";
import { draftOf, fakeChance, fakeClock, fakeServer, freeLocks, memoryLog } from "./fakes";
import { sendIfDue } from "../src/contact";
import { readDay } from "../src/dates";
import { tidyCode } from "../src/enrolling";
import { localIso, zoneName } from "../src/moments";
import { pause } from "../src/backoff";
import { enrolCode, hashOf, readRoute, type Route } from "../src/routes";
import { allowTries, choose, enrolAgain, enrolTablet, isLeft, lock, start, TRIES, unlock, waitLeft } from "../src/session";
import { saveRecord } from "../src/work";
import { createState, type Doors, type State } from "../src/state";
import { openVault } from "../src/store";

let count = 0;
function tablet() {
  const clock = fakeClock();
  const server = fakeServer();
  const state = createState();
  const vault = openVault(fakeChance(), `door-${(count += 1)}`);
  const doors = { clock, chance: fakeChance(), network: server.network, locks: freeLocks, vault, go: () => undefined, tellTabs: () => undefined, later: (work) => work(), version: "test", places: { watch: () => () => undefined, known: async () => null } } as Doors;
  server.routes["enrol/"] = ({ body }) =>
    JSON.parse(body!).code === "ABCD-EFGH"
      ? { status: 200, body: { token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: 1, name: "Awa", language: "fr" }, receipt_key: { key: "k", public: "04" } } }
      : { status: 400, body: { detail: "This code does not work." } };
  return { clock, server, state, doors };
}

it("enrols by a code, and speaks the officer's language from then on", async () => {
  const { state, doors } = tablet();
  await start(state, doors, "en");
  expect(state.stage.value).toBe("enrol");

  state.code.value = "ABCD-EFGH";
  expect(await enrolTablet("abcd efgh", "correct horse", state, doors)).toBeNull();

  expect(state.code.value).toBe("");
  expect(state.stage.value).toBe("open");
  expect(state.language.value).toBe("fr");
  expect(state.meta.value.receiptKey).toEqual({ key: "k", public: "04" });
});

it("opens on a full tablet that has forgotten which language it spoke", async () => {
  const { state, doors } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  lock(state);
  doors.vault.tastes = async () => ({});
  doors.vault.saveTastes = async () => Promise.reject(new DOMException("The disk is full.", "QuotaExceededError"));

  expect(await unlock("correct horse", state, doors)).toBe("open");
  expect([state.stage.value, state.language.value]).toEqual(["open", "fr"]);
});

it("says the server's own sentence about a code that does not work", async () => {
  const { state, doors } = tablet();
  await start(state, doors, "en");
  expect(await enrolTablet("XXXX-XXXX", "correct horse", state, doors)).toEqual({ trouble: "refused", sentence: "This code does not work." });
  expect(state.stage.value).toBe("enrol");
});

it("takes no answer to another tablet's code for its own", async () => {
  const { state, doors, server } = tablet();
  await start(state, doors, "en");
  const kept = await doors.network.send({ method: "POST", path: "/api/sync/v1/enrol/", body: JSON.stringify({ code: "ABCD-EFGH" }) });
  server.over(async () => kept);

  expect(await enrolTablet("WXYZ-2345", "correct horse", state, doors)).toEqual({ trouble: "not_ours" });
  expect(state.stage.value).toBe("enrol");
});

it("opens without a network, and slows down whoever guesses", async () => {
  const { state, doors, server, clock } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  lock(state);
  server.over(async () => null);
  for (let n = 0; n < 5; n += 1) expect(await unlock("wrong phrase", state, doors)).toBe("wrong");

  expect(await unlock("correct horse", state, doors)).toBe("wrong");
  clock.pass(5_000);
  expect(await unlock("correct horse", state, doors)).toBe("open");
  expect(state.header.value!.wrong).toBe(0);
}, 20_000);

it("takes a new code for the same tablet only, and only from who knows the passphrase", async () => {
  const { state, doors, server } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  const as = (id: string) => (server.routes["enrol/"] = () => ({ status: 200, body: { token: `new-${id}`, tablet: { id, number: 14, office: "Kolo", participant: "XA" }, officer: { id: 1, name: "Awa", language: "fr" }, receipt_key: { key: `key-${id}`, public: "04" } } }));

  as("other");
  expect(await enrolAgain("ABCD-EFGH", "wrong phrase", state, doors)).toBe("wrong");
  expect(await enrolAgain("ABCD-EFGH", "correct horse", state, doors)).toBe("other");
  as("t");
  expect(await enrolAgain("ABCD-EFGH", "correct horse", state, doors)).toBeNull();
  expect(state.meta.value.token).toBe("new-t");
  expect(state.meta.value.receiptKey!.key).toBe("key-t");
});

const answers = (officer: number, name: string, tabletId = "t", token = `token-${officer}`) => () => ({
  status: 200,
  body: { token, tablet: { id: tabletId, number: 14, office: "Kolo", participant: "XA" }, officer: { id: officer, name, language: "en" }, receipt_key: { key: "k", public: "04" } },
});

async function twoOfficers() {
  const made = tablet();
  const { state, doors, server } = made;
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "awa's own words", state, doors);
  await state.store.value!.saveDraft(draftOf("site", { id: "hers", answers: { name: "Bemba" } }));
  await saveRecord(draftOf("digger", { record: "hers" }), { code: "digger", sections: [], acts: ["create"], sentences: {} } as never, state, doors);
  lock(state);
  server.routes["enrol/"] = answers(2, "Bintou");
  await enrolTablet("ABCD-EFGH", "bintou's own words", state, doors);
  return made;
}

it("lets several officers share a tablet without seeing each other's work", async () => {
  const { state, doors } = await twoOfficers();
  expect(state.header.value).toMatchObject({ n: 2, all: [1, 2] });
  expect([state.records.value, state.drafts.value]).toEqual([[], []]);
  expect(state.meta.value).toMatchObject({ token: "token-2", officer: { name: "Bintou" }, seq: 1 });

  lock(state);
  await choose(1, state, doors);
  expect(await unlock("bintou's own words", state, doors)).toBe("wrong");
  expect(await unlock("awa's own words", state, doors)).toBe("open");
  expect(state.records.value.map(({ id }) => id)).toEqual(["hers"]);
  expect(state.drafts.value.map(({ id }) => id)).toEqual(["hers"]);
  expect(state.meta.value).toMatchObject({ token: "t", officer: { name: "Awa" } });
});

it("shows the tick before it reads again, tells the other tabs or sends", async () => {
  const { state, doors, server } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  const [later, calls]: [(() => void)[], number] = [[], server.calls.length];
  const saved = await saveRecord(draftOf("digger", { record: "hers" }), { code: "digger", sections: [], acts: ["create"], sentences: {} } as never, state, { ...doors, later: (work) => later.push(work) });

  expect(state.records.value.map(({ id }) => id)).toEqual([saved!.id]);
  expect([state.meta.value.seq, server.calls.length, later.length]).toEqual([undefined, calls, 1]);
  later[0]!();
  await vi.waitFor(() => expect(state.meta.value.seq).toBe(1));
});

it("numbers the events of all its officers in one count", async () => {
  const { state, doors } = await twoOfficers();
  await saveRecord(draftOf("digger", { record: "his" }), { code: "digger", sections: [], acts: ["create"], sentences: {} } as never, state, doors);
  expect((await state.store.value!.events()).map(({ seq, record }) => [seq, record])).toEqual([[2, "his"]]);
  expect(await doors.vault.isBusy()).toBe(true);
});

it("begins at the door with whoever came last, and counts wrong tries for each officer", async () => {
  const { state, doors } = await twoOfficers();
  lock(state);
  await start(state, doors, "en");
  expect(state.header.value!.n).toBe(2);
  await unlock("wrong words", state, doors);
  await choose(1, state, doors);
  expect(state.header.value!.wrong).toBe(0);
  await choose(2, state, doors);
  expect(state.header.value!.wrong).toBe(1);
});

it("takes no officer of another tablet in, and no colleague's token", async () => {
  const { state, doors, server } = await twoOfficers();
  server.routes["enrol/"] = answers(3, "Kofi", "other");
  expect(await enrolTablet("ABCD-EFGH", "kofi's own words", state, doors)).toBe("other");
  server.routes["enrol/"] = answers(1, "Awa");
  expect(await enrolAgain("ABCD-EFGH", "bintou's own words", state, doors)).toBe("colleague");
  expect(state.header.value!.all).toEqual([1, 2]);
});

it("shuts after ten wrong tries, wipes nothing, and opens again once the office has given a code", async () => {
  const { state, doors, server, clock } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  await state.store.value!.saveDraft(draftOf("site", { id: "left" }));
  lock(state);
  for (let n = 0; n < TRIES; n += 1) {
    await unlock("wrong phrase", state, doors);
    clock.pass(3_600_000);
  }
  expect(await unlock("correct horse", state, doors)).toBe("wrong");
  expect((await doors.vault.header())!.wrong).toBe(TRIES);

  expect(await allowTries("XXXX-XXXX", state, doors)).toMatchObject({ trouble: "refused" });
  server.routes["enrol/"] = answers(1, "Awa", "t", "second");
  expect(await allowTries("ABCD-EFGH", state, doors)).toBeNull();
  expect(await unlock("correct horse", state, doors)).toBe("open");
  expect(state.meta.value.token).toBe("second");
  expect(state.drafts.value.map(({ id }) => id)).toEqual(["left"]);
}, 20_000);

const full = () => new DOMException("The disk is full.", "QuotaExceededError");

/** Enrolled and locked; `fill` makes its disk full, for all that is written from then on. */
async function atTheDoor() {
  const made = tablet();
  const { state, doors } = made;
  const { log, disk } = memoryLog();
  doors.vault = openVault(fakeChance(), `door-${(count += 1)}`, log);
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  lock(state);
  const opened = vi.spyOn(doors.vault, "unlock");
  return { ...made, opened, fill: () => (disk.room = 0), free: () => (disk.room = Infinity) };
}

it("says that a full tablet keeps nothing of a first or a new code, and takes the next code when there is room", async () => {
  const { state, doors } = tablet();
  const { create, renew } = doors.vault;
  await start(state, doors, "en");

  doors.vault.create = async () => Promise.reject(full());
  expect(await enrolTablet("ABCD-EFGH", "correct horse", state, doors)).toBe("room");
  expect(state.stage.value).toBe("enrol");
  doors.vault.create = create;
  expect(await enrolTablet("ABCD-EFGH", "correct horse", state, doors)).toBeNull();

  doors.vault.renew = async () => Promise.reject(full());
  expect(await enrolAgain("ABCD-EFGH", "correct horse", state, doors)).toBe("room");
  doors.vault.renew = renew;
  expect(await enrolAgain("ABCD-EFGH", "correct horse", state, doors)).toBeNull();
}, 20_000);

it("tries no passphrase on a tablet that is too full to count it, the right one neither", async () => {
  const { state, doors, opened, fill, free } = await atTheDoor();
  fill();
  for (let n = 0; n < TRIES + 1; n += 1) expect(await unlock("wrong phrase", state, doors)).toBe("full");
  expect(await unlock("correct horse", state, doors)).toBe("full");
  expect(opened).not.toHaveBeenCalled();

  free();
  expect((await doors.vault.header())!.wrong).toBe(0);
  expect(await unlock("correct horse", state, doors)).toBe("open");
});

it("opens where a try could be counted and its success could not, and forgets it at the next opening", async () => {
  const { state, doors } = await atTheDoor();
  const keep = doors.vault.keepTries;
  let writes = 0;
  doors.vault.keepTries = async (...given) => ((writes += 1) === 2 ? Promise.reject(full()) : keep(...given));
  expect(await unlock("correct horse", state, doors)).toBe("open");
  expect((await doors.vault.header())!.wrong).toBe(1);

  lock(state);
  expect(await unlock("correct horse", state, doors)).toBe("open");
  expect((await doors.vault.header())!.wrong).toBe(0);
});

it("counts a try before it is tried, so that killing the browser meanwhile gives none for nothing", async () => {
  const { state, doors, opened } = await atTheDoor();
  opened.mockImplementation(() => new Promise(() => undefined));
  void unlock("wrong phrase", state, doors);

  await vi.waitFor(() => expect(opened).toHaveBeenCalled());
  expect((await doors.vault.header())!.wrong).toBe(1);
});

it("counts the tries of all tabs together, however many were open before the first", async () => {
  const { state, doors, clock, opened } = await atTheDoor();
  opened.mockResolvedValue(null);
  const tabs = Array.from({ length: TRIES + 3 }, () => ({ ...createState(), header: signal(state.header.value), stage: signal("locked") }) as State);
  for (const tab of tabs) {
    expect(await unlock("wrong phrase", tab, doors)).toBe("wrong");
    clock.pass(3_600_000);
  }
  expect(opened).toHaveBeenCalledTimes(TRIES);
  expect(tabs.at(-1)!.header.value!.wrong).toBe(TRIES);
});

it("counts the passphrase that is asked for with a new code too, and locks an open tablet at the tenth", async () => {
  const { state, doors, clock, opened } = await atTheDoor();
  await unlock("correct horse", state, doors);
  opened.mockResolvedValue(null);
  for (let n = 0; n < TRIES; n += 1) {
    expect([state.stage.value, await enrolAgain("ABCD-EFGH", "wrong phrase", state, doors)]).toEqual(["open", "wrong"]);
    clock.pass(3_600_000);
  }
  expect([state.stage.value, state.store.value]).toEqual(["locked", null]);
});

it("locks when it was left for minutes, sooner behind another app, and whenever its clock jumped", () => {
  const minute = 60_000;
  expect([4, 6, -6].map((n) => isLeft(n * minute, 0, null))).toEqual([false, true, true]);
  expect([1, 3].map((n) => isLeft(n * minute, n * minute, 0))).toEqual([false, true]);
});

it("tries once more to write what is unfinished when it locks", async () => {
  const { state, doors } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  state.drafts.value = [draftOf("site", { id: "typed" })];
  state.full.value = true;
  lock(state);
  expect(await doors.vault.isBusy()).toBe(true);
  await unlock("correct horse", state, doors);
  expect(state.drafts.value.map(({ id }) => id)).toEqual(["typed"]);
});

it("does not lock an officer out for years when the clock is set back", () => {
  expect(waitLeft(Date.parse("2030-01-01"), Date.parse("2026-01-01"))).toBe(0);
});

it("keeps nothing of the officer's in memory when it is locked", async () => {
  const { state, doors } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  lock(state);
  expect([state.store.value, state.records.value, state.drafts.value, state.shards.value, state.meta.value]).toEqual([null, [], [], [], {}]);
});

it("tries again only after its pause, unless the clock was set back meanwhile", async () => {
  const { state, doors, server, clock } = tablet();
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", "correct horse", state, doors);
  server.over(async () => null);
  expect((await sendIfDue(state, doors))!.trouble).toBe("no_network");
  expect(await sendIfDue(state, doors)).toBeUndefined();
  clock.set("2020-01-01T00:00:00Z");
  expect(await sendIfDue(state, doors)).toBeDefined();
});

it("waits longer each time, never the same as the next tablet, at most some minutes", () => {
  const waits = [0, 1, 2, 20].map((attempt) => pause(attempt, { bytes: () => new Uint8Array([128]) }));
  expect(waits[0]).toBeLessThan(waits[1]!);
  expect(waits[3]).toBeLessThan(24 * 60_000);
  expect(pause(3, { bytes: () => new Uint8Array([0]) })).not.toBe(pause(3, { bytes: () => new Uint8Array([255]) }));
});

const routes: Route[] = [
  { page: "home" }, { page: "find" }, { page: "report" }, { page: "records", state: "returned" }, { page: "record", id: "a" },
  { page: "form", draft: "d", at: "carats", then: "check" }, { page: "form", draft: "d", at: "" }, { page: "check", draft: "d" },
];
it.each(routes)("finds its way back to %j", (route) => expect(readRoute(hashOf(route))).toEqual(route));

it("reads the code of an enrolment link", () => {
  expect(enrolCode("#enrol=ABCD-EFGH")).toBe("ABCD-EFGH");
  expect(enrolCode("#/home")).toBeNull();
  expect(tidyCode(" abcd efgh ")).toBe("ABCD-EFGH");
});

it("writes moments with the tablet's own offset", () => {
  const at = Date.parse("2026-11-24T23:30:00Z");
  expect(localIso(at, fakeClock("2026-11-24T00:00:00Z", 60))).toBe("2026-11-25T00:30:00+01:00");
  expect(zoneName(at, fakeClock("2026-11-24T00:00:00Z", -210))).toBe("UTC−3:30");
});

it.each([[["24", "11", "2026"], "2026-11-24"], [["31", "2", "2026"], null], [["1", "1", "26"], null], [["", "", ""], null]] as const)(
  "reads the day %j as %s", (parts, day) => expect(readDay([...parts])).toBe(day));
