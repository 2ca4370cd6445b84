import { beforeEach, describe, expect, it } from "vitest";
import { known } from "../src/papers/asking";
import { compact, gather, withOwn, type Registers } from "../src/registers";
import { find } from "../src/searching";
import { licenceOf, type Context } from "../src/showing";
import type { Change, OwnRecord, Shard } from "../src/shapes";

const [ONE, OTHER, THIRD] = ["1", "2", "3"].map((n) => `018c0000-0000-7000-8000-00000000000${n}`) as [string, string, string];
const row = (number: string, names: string, others = "") => ({ number, names, others });
const digger = (id: string, number: string, names: string, others = ""): Change => ({ kind: "digger", id, row: row(number, names, others) });
const table = (...rows: [id: string, number: string, names: string, others?: string][]): Shard => ({
  changes: [],
  tables: [{ kind: "digger", rows: rows.length, ids: rows.map(([id]) => id), columns: { number: rows.map(([, number]) => number), names: rows.map(([, , names]) => names), others: rows.map(([, , , others = ""]) => others) } }],
});
const entries: Shard = { changes: [digger(ONE, "E-1", "Marie Koné"), digger(OTHER, "E-2", "Mari Konné"), digger(THIRD, "E-3", "Awa")] };
const tables = table([ONE, "E-1", "Marie Koné"], [OTHER, "E-2", "Mari Konné"], [THIRD, "E-3", "Awa"]);
/** What is told when the first proves to be the second: it goes, and the second names it. */
const merged: Shard = { changes: [{ kind: "digger", id: ONE, row: null }, digger(OTHER, "E-2", "Mari Konné", `${ONE} E-1`)] };
const undone: Shard = { changes: [digger(ONE, "E-1", "Marie Koné"), digger(OTHER, "E-2", "Mari Konné")] };
const numbers = (registers: Registers, sought: string) => find(registers, ["digger"], sought).entries.map((entry) => entry.row["number"]);

describe.each([["in rows", entries], ["in tables", tables]])("a register %s, of whose entries two are one person", (_how, before) => {
  let registers: Registers;
  beforeEach(() => void (registers = gather([before, merged])));

  it("finds the person once, whichever of the names or numbers is sought", () => {
    expect([numbers(registers, "koné"), numbers(registers, "mari"), numbers(registers, "E-1"), numbers(registers, "e 2")]).toEqual([[], ["E-2"], ["E-2"], ["E-2"]]);
    expect([...registers.get("digger")!.values()].map(({ id }) => id).sort()).toEqual([OTHER, THIRD]);
  });

  it("leads from the id and the number of the one to the other", () => {
    expect([registers.get("digger")!.get(ONE)!.id, registers.get("digger")!.first("number", "E-1")!.id]).toEqual([OTHER, OTHER]);
    expect([registers.get("digger")!.has(ONE), registers.get("digger")!.size]).toEqual([false, 2]);
    expect(registers.get("digger")!.get("nobody")).toBeUndefined();
  });

  it("has both again when that is undone", () => {
    const again = gather([before, merged, undone], registers);
    expect([again.get("digger")!.get(ONE)!.id, numbers(again, "E-1"), again.get("digger")!.size]).toEqual([ONE, ["E-1"], 3]);
  });

  it("is the same when its pages were written anew", () => {
    const again = gather(compact([before, merged]));
    expect([again.get("digger")!.get(ONE)!.id, again.get("digger")!.size, numbers(again, "E-1")]).toEqual([OTHER, 2, ["E-2"]]);
  });

  it("does not bring back what the officer wrote himself", () => {
    const own: OwnRecord = { id: ONE, form: "digger", number: "E-1", answers: { names: "Marie Koné" }, reasons: {}, state: "accepted", version: 1, savedAt: 0, timeline: [], replaces: null };
    expect([...withOwn(registers, [own]).get("digger")!.values()].map(({ id }) => id).sort()).toEqual([OTHER, THIRD]);
  });

  it("says of the number on an old card who stands for it", async () => {
    const line = { network: { send: async () => null }, token: "t", language: "en" };
    expect(await known("E-1", undefined, registers, [], line, null)).toMatchObject({ what: "here", entry: { id: OTHER } });
  });
});

it("reads out of a first load who stands for whom", () => {
  const registers = gather([table([OTHER, "E-2", "Mari Konné", `${ONE} E-1\n${THIRD} KO 7`])]);
  expect([registers.get("digger")!.get(THIRD)!.id, registers.get("digger")!.first("number", "KO 7")!.id, numbers(registers, "ko 7")]).toEqual([OTHER, OTHER, ["E-2"]]);
});

it.each([ONE, OTHER])("shows the licence of the person, whichever entry it was given to: %s", (holder) => {
  const licence: Change = { kind: "licence", id: "l", row: { number: "L-1", holder, ends_on: "2026-12-31" } };
  const context = { registers: gather([entries, merged, { changes: [licence] }]) } as Context;
  expect([ONE, OTHER].map((digger) => licenceOf(digger, context)?.["number"])).toEqual(["L-1", "L-1"]);
});
