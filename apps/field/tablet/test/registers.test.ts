import { expect, it } from "vitest";
import { compact, gather as pulled, withOwn } from "../src/registers";
import { find, lately } from "../src/searching";
import type { Change, OwnRecord, Shard } from "../src/shapes";

const gather = (shards: Shard[], records: OwnRecord[] = []) => withOwn(pulled(shards), records);

const digger = (id: string, names: string, more = {}): Change => ({ kind: "digger", id, row: { number: `KO-${id}`, names, ...more } });
const own = (over: Partial<OwnRecord>): OwnRecord => ({
  id: "own", form: "digger", number: "14-00001-0", answers: { names: "Zoé Tamba" }, reasons: {}, state: "here", version: null, savedAt: 0, timeline: [], replaces: null, ...over,
});
const names = (sought: string, registers = gather([{ changes: [digger("1", "Élodie N’Guessan"), digger("2", "Abdoulaye Kombassa", { nickname: "Baka" })] }], [own({})])) =>
  find(registers, ["digger"], sought).entries.map(({ row }) => row["names"]);

it.each([["elodie", 1], ["ÉLODIE", 1], ["kom abd", 1], ["baka", 1], ["ko 2", 1], ["n guessan", 1], ["xyz", 0], ["", 3]])(
  "finds %j in %i names, whatever the accents and the order", (sought, count) => expect(names(sought)).toHaveLength(count));

it("proposes whom a question was answered with, the last one first and each once", () => {
  const register = gather([{ changes: [digger("1", "Élodie"), digger("2", "Abdou"), digger("3", "Zoé")] }]).get("digger");
  const records = ["2", "3", "2", "9", "1"].map((id) => own({ form: "purchase", answers: { seller: { id }, finder: { number: "D-3" } } }));

  expect(lately(records, "seller", register, 3).map(({ id }) => id)).toEqual(["2", "3"]);
  expect(lately(records, "seller", register, 8).map(({ id }) => id)).toEqual(["2", "3", "1"]);
  expect(lately(records, "finder", register, 8)).toEqual([]);
});

it("finds what was made on this tablet minutes ago", () => expect(names("zoe")).toEqual(["Zoé Tamba"]));

it("takes the server's row once it has one, and drops what the posting no longer sees", () => {
  const shards = [{ changes: [digger("own", "Zoé Tamba"), digger("2", "Abdou")] }, { changes: [{ kind: "digger", id: "2", row: null }] }];
  const registers = gather(shards, [own({})]);
  expect([...registers.get("digger")!.values()].map(({ id, own: made }) => [id, made])).toEqual([["own", false]]);
});

it("offers the find that was recorded with its purchase", () => {
  const registers = gather([], [own({ form: "purchase", madeWith: { id: "find", number: "14-00002-8" }, answers: { carats: "1.25" } })]);
  expect(registers.get("production")!.get("find")!.row["number"]).toBe("14-00002-8");
});

it("does not offer a record that was not accepted or was replaced", () => {
  for (const state of ["rejected", "replaced"] as const) expect(gather([], [own({ state })]).get("digger")).toBeUndefined();
});

it("writes pages anew without what was changed again or taken away", () => {
  const pages = compact([{ changes: [digger("1", "A"), digger("2", "B")] }, { changes: [digger("1", "C"), { kind: "digger", id: "2", row: null }] }], 1);
  expect(pages).toEqual([{ changes: [digger("1", "C")] }]);
});

it("finds one by what stands on his paper, as it stands now", () => {
  const register = gather([{ changes: [digger("1", "A"), digger("2", "B")] }, { changes: [digger("1", "C"), { kind: "digger", id: "2", row: null }] }]).get("digger")!;
  expect(register.first("number", "KO-1")!.row["names"]).toBe("C");
  expect(register.first("number", "KO-2")).toBeUndefined();
});
