import { describe, expect, it } from "vitest";
import shared from "../../../../fixtures/conformance/pieces/cases.json";
import type { Parts } from "../src/asking";
import { listedIn } from "../src/listed";
import { fetchValid } from "../src/listing";
import { known } from "../src/papers/asking";
import { isAmong } from "../src/papers/pieces";
import { compact } from "../src/registers";
import type { Network, Reply } from "../src/ports";
import { exchange } from "../src/sync";
import { fakeChance, fakeClock, fakeServer, memoryStore } from "./fakes";

const pieces = new Map(Object.entries(shared.pieces));

describe("the country's list", () => {
  it.each(shared.valid)("names %s", async (number) => expect(await isAmong(number, (name) => pieces.get(name))).toBe(true));
  it.each(shared.not_valid)("does not name %j", async (number) => expect(await isAmong(number, (name) => pieces.get(name))).toBe(false));
});

const AT = "2026-11-24T08:00:00+00:00";
/** A server that keeps a list; what stands in it is `content`, by name. */
function office(start: Record<string, string>) {
  const server = fakeServer();
  const kept = { content: start, name: "one", at: AT };
  const digest = (name: string) => `${kept.content[name]!.length}:${kept.content[name]}`;
  server.routes["valid/"] = ({ method, path, body }): Reply => {
    const all = Object.keys(kept.content);
    if (method === "POST") {
      const names = (JSON.parse(body!).names as string[]).filter((name) => all.includes(name));
      return { status: 200, body: { pieces: Object.fromEntries(names.map((name) => [name, { digest: digest(name), content: kept.content[name] }])) } };
    }
    const same = path.endsWith(`known=${kept.name}`);
    return { status: 200, body: { name: kept.name, at: kept.at, pieces: same ? null : Object.fromEntries(all.map((name) => [name, digest(name)])) } };
  };
  const store = memoryStore();
  const clock = fakeClock();
  const parts: Parts = { store, network: server.network, clock, chance: fakeChance(), token: "t", language: "fr", app: "test" };
  const asked = () => server.calls.filter(({ path, method }) => path.includes("valid/") && method === "POST").flatMap(({ body }) => JSON.parse(body!).names as string[]);
  const piece = async (name: string) => listedIn(await store.shards())?.piece(name);
  return { server, kept, store, clock, parts, asked, piece, later: () => clock.pass(7 * 3_600_000) };
}

it("is fetched once, and of a newer one only what has changed", async () => {
  const { parts, kept, asked, piece, later, store } = office({ "14-00000-/0": "aaaa", "15-00000-/0": "bbbb" });
  expect(await fetchValid(parts)).toBeNull();
  expect(await fetchValid(parts)).toBeNull();
  Object.assign(kept, { name: "two", at: "2026-11-24T16:00:00+00:00", content: { "14-00000-/0": "cccc", "#07": "dddd", "15-00000-/0": "bbbb" } });
  later();
  await fetchValid(parts);

  expect(asked()).toEqual(["14-00000-/0", "15-00000-/0", "14-00000-/0", "#07"]);
  expect([await piece("14-00000-/0"), await piece("15-00000-/0"), await piece("#07")]).toEqual(["cccc", "bbbb", "dddd"]);
  expect((await store.meta()).validAt).toBe(Date.parse("2026-11-24T16:00:00Z"));
});

it("is of the day on which the office said that nothing has changed", async () => {
  const { parts, kept, store, later, asked } = office({ "#07": "aaaa" });
  await fetchValid(parts);
  kept.at = "2026-11-25T08:00:00+00:00";
  later();
  await fetchValid(parts);

  expect((await store.meta()).validAt).toBe(Date.parse("2026-11-25T08:00:00Z"));
  expect([(await store.shards()).length, asked().length]).toEqual([2, 1]);
});

it("begins where it was cut off, and until it is whole the one before holds", async () => {
  const many = (content: string) => Object.fromEntries(Array.from({ length: 450 }, (_, n) => [`D-000000/${n}`, content]));
  const { parts, server, kept, asked, piece, later } = office(many("aaaa"));
  const cut = (after: number) => {
    let posts = 0;
    server.over(async (request, answer) => (request.method === "POST" && (posts += 1) > after ? null : answer()));
  };
  cut(1);
  expect(await fetchValid(parts)).toBe("no_network");
  expect(await piece("D-000000/0")).toBeUndefined();
  cut(9);
  await fetchValid(parts);
  expect([asked().length, await piece("D-000000/449")]).toEqual([450 + 200, "aaaa"]);

  Object.assign(kept, { name: "two", content: many("bbbb") });
  later();
  cut(2);
  await fetchValid(parts);
  expect([await piece("D-000000/0"), await piece("D-000000/449")]).toEqual(["aaaa", "aaaa"]);
});

it("is not taken for whole where a piece has changed between two questions", async () => {
  const { parts, server, kept, piece } = office({ "#07": "aaaa" });
  server.over(async ({ method }, answer) => {
    if (method === "POST") kept.content = { "#07": "zzzz" };
    return answer();
  });
  await fetchValid(parts);
  expect(await piece("#07")).toBeUndefined();

  kept.name = "two";
  await fetchValid(parts);
  expect(await piece("#07")).toBe("zzzz");
});

it.each([{ status: 200, body: { name: "x", at: "never", pieces: {} } }, { status: 200, body: { name: "x", at: AT, pieces: null } }, { status: 200, body: undefined }])(
  "is not read out of what is no list: %j", async (reply) => {
    const { parts, server, piece } = office({ "#07": "aaaa" });
    server.over(() => Promise.resolve(reply));
    expect(await fetchValid(parts)).toBe("not_ours");
    expect(await piece("#07")).toBeUndefined();
  });

it("is kept when the pages of the registers are written anew, without what it has outgrown", async () => {
  const { parts, kept, store, later } = office({ "#07": "aaaa", "#08": "bbbb" });
  await fetchValid(parts);
  Object.assign(kept, { name: "two", content: { "#07": "cccc" } });
  later();
  await fetchValid(parts);
  const pages = compact(await store.shards());

  expect(pages).toHaveLength(1);
  expect(Object.keys(pages[0]!.valid!.pieces)).toEqual(["#07"]);
  expect(listedIn(pages)!.piece("#07")).toBe("cccc");
});

it("keeps nothing from being sent where the server is of before", async () => {
  const { parts, server } = office({});
  server.routes["valid/"] = () => ({ status: 404, body: undefined });

  expect((await exchange(parts)).trouble).toBeNull();
});

describe("a number that is typed", () => {
  const list = { piece: (name: string) => pieces.get(name) };
  const ask = (number: string, reply: Reply | null, by: typeof list | null = list) => {
    const network: Network = { send: async () => reply };
    return known(number, undefined, new Map(), [], { network, token: "t", language: "en" }, by);
  };
  const [valid, other] = ["D-001003", "D-001999"];

  it("is valid or not by the list where there is no network", async () => {
    expect([await ask(valid!, null), await ask(other!, null)]).toEqual([{ what: "listed" }, { what: "unlisted" }]);
  });

  it("is what the office says where there is one", async () => {
    expect(await ask(valid!, { status: 200, body: { number: valid, valid: false } })).toEqual({ what: "not_valid" });
    expect(await ask(other!, { status: 200, body: { number: other, valid: true } })).toEqual({ what: "valid" });
  });

  it("is not known where there is neither", async () => expect(await ask(valid!, null, null)).toEqual({ what: "not_here" }));
});
