import { afterEach, expect, it, vi } from "vitest";
import { fakeClock, memoryStore } from "./fakes";
import { tabletOn } from "./tablet";
import { network } from "../src/network";
import type { Album, Reply } from "../src/ports";
import { exchange } from "../src/sync";
import { clockFault, lastContact } from "../src/watch";
import { en } from "../src/words/en";
import { fr } from "../src/words/fr";

afterEach(() => vi.unstubAllGlobals());

/** A tablet with a photo that waits. */
function withPhoto() {
  const kept: string[] = [];
  const album = { photos: async () => [{ sha256: "ab".repeat(32), size: 3, state: kept.length ? "kept" : "here", at: 0 }], bytes: async () => new ArrayBuffer(3), settle: async (name: string) => void kept.push(name), drop: async () => undefined, shut: async () => undefined } as never as Album;
  const made = tabletOn({ ...memoryStore(), album });
  const saved = (answers = {}) => made.saved("digger", { answers });
  const file = { sha256: "ab".repeat(32), size: 3, offset: 0, state: "awaited", reason: null };
  made.server.routes["files/"] = () => ({ status: 200, body: { files: kept.length ? [] : [file], awaited: 1 } });
  made.server.routes[`files/${file.sha256}/`] = () => ({ status: 200, body: { ...file, offset: 3, state: "kept" } });
  return { ...made, saved, kept };
}

const ANSWERS: [string, Reply, string][] = [
  ["401", { status: 401, body: { detail: "Not known." } }, "unknown_token"],
  ["403", { status: 403, body: { detail: "Not posted." } }, "no_posting"],
  ["410", { status: 410, body: { detail: "Closed." } }, "unproved"],
  ["413", { status: 413, body: undefined }, "too_large"],
  ["429", { status: 429, body: { detail: "Slower." }, retryAfter: 30 }, "busy"],
  ["503", { status: 503, body: { detail: "Busy." }, retryAfter: 5 }, "busy"],
  ["a portal's page", { status: 200, body: undefined }, "not_ours"],
  ["a portal's redirect", { status: 302, body: undefined }, "not_ours"],
];
const STEPS = ["push/", "posting/", "pull/", "files/", `files/${"ab".repeat(32)}/`];

it.each(ANSWERS.flatMap(([what, reply, trouble]) => STEPS.map((step) => [what, step, reply, trouble] as const)))(
  "meets %s at %s with a sentence, loses nothing, and is done once it has passed",
  async (_what, step, reply, trouble) => {
    const { parts, saved, server, states, kept } = withPhoto();
    await saved();
    server.over(async (request, answer) => (request.path.replace("/api/sync/v1/", "").replace(/\?.*/, "") === step ? reply : answer()));

    const met = await exchange(parts);

    const told = trouble === "too_large" && step.startsWith("files/a") ? "photo_too_large" : trouble;
    expect(met.trouble).toBe(told);
    for (const words of [en, fr]) expect(words[`trouble_${told}` as "trouble_busy"]).toBeTruthy();
    expect(await states()).toEqual([step === "push/" ? "here" : "received"]);
    server.over((_request, answer) => answer());
    expect((await exchange(parts)).trouble).toBeNull();
    expect([await states(), kept.length]).toEqual([["received"], 1]);
  },
);

it("sends photos and what it carries although its officer has no posting any more", async () => {
  const { parts, saved, server, states, kept } = withPhoto();
  await saved();
  for (const closed of ["posting/", "pull/"]) server.routes[closed] = () => ({ status: 403, body: { detail: "You are not posted anywhere today." } });

  expect((await exchange(parts)).trouble).toBe("no_posting");

  expect([await states(), kept.length]).toEqual([["received"], 1]);
});

it("keeps one record that is too large, and sends the others and their photos", async () => {
  const { parts, saved, server, states, kept, store } = withPhoto();
  await saved();
  await saved({ names: "LARGE" });
  await saved();
  const large = (request: { path: string; body?: string }) => request.path.endsWith("push/") && request.body!.includes("LARGE");
  server.over(async (request, answer) => (large(request) ? { status: 413, body: undefined } : answer()));

  expect((await exchange(parts)).trouble).toBe("too_large");

  expect([await states(), kept.length]).toEqual([["received", "here", "received"], 1]);
  expect((await store.events()).map(({ state }) => state)).toEqual(["applied", "waiting", "applied"]);
});

it.each([{ status: 302, type: "basic" }, { status: 0, type: "opaqueredirect" }])("takes no redirect for the server: %j", async (answer) => {
  vi.stubGlobal("fetch", async () => ({ ...answer, headers: new Headers(), text: async () => "" }));

  expect(await network.send({ method: "GET", path: "/api/sync/v1/posting/" })).toEqual({ status: 302, body: undefined });
});

it.each([
  ["a date instead of seconds", "Wed, 25 Nov 2026 08:00:00 GMT", undefined],
  ["seconds", "30", 30],
])("reads Retry-After with %s", async (_what, said, retryAfter) => {
  vi.stubGlobal("fetch", async () => new Response("{}", { status: 503, headers: { "Retry-After": said } }));

  expect(await network.send({ method: "GET", path: "/" })).toEqual({ status: 503, body: {}, retryAfter });
});

it.each(["2015-01-01T00:00:00Z", "2041-06-01T00:00:00Z"])("sends with a clock at %s, and believes the server's", async (wrong) => {
  const { parts, saved, server, states, store, clock } = withPhoto();
  clock.set(wrong);
  await saved();
  server.time.now = "2026-11-24T09:30:00+00:00";

  expect((await exchange(parts)).trouble).toBeNull();

  expect(await states()).toEqual(["received"]);
  const { clockOffset } = await store.meta();
  expect(Math.abs(clockOffset! - (Date.parse(server.time.now) - Date.parse(wrong)) / 1000)).toBeLessThan(10);
  expect(clockFault(await store.meta(), clock.now())).toMatchObject({ what: "days" });
});

const [DAY, NOON] = [86_400_000, Date.parse("2026-11-24T12:00:00Z")];
it.each([
  [{}, NOON, null],
  [{ contactAt: NOON, clockOffset: 120 }, NOON + DAY, null],
  [{ contactAt: NOON, clockOffset: -7200 }, NOON, { what: "hours", n: 2 }],
  [{ contactAt: NOON, clockOffset: 3 * 86_400 }, NOON, { what: "days", n: 3 }],
  [{ contactAt: NOON, seenAt: NOON + 5 * DAY }, NOON + 3 * DAY, { what: "back" }],
  [{ contactAt: NOON, seenAt: NOON }, NOON - DAY / 2, null],
] as const)("finds the clock's fault in %j at %i", (meta, now, fault) => {
  expect(clockFault(meta, now)).toEqual(fault);
});

it.each([
  [undefined, "last_contact_never", 0],
  [NOON, "last_contact_today", 0],
  [NOON + 3 * 3_600_000, "last_contact_today", 0],
  [NOON - 3 * DAY, "last_contact_days", 3],
  // The clock was set back by years since.
  [NOON + 400 * DAY, "last_contact_ahead", 0],
] as const)("tells a last contact at %s as %s", (contactAt, ...told) => {
  expect(lastContact(contactAt, NOON, fakeClock())).toEqual(told);
});
