import { describe, expect, it } from "vitest";
import cases from "../../../../fixtures/conformance/tables/cases.json";
import { hearing } from "../src/hearing";
import { compact, gather, withOwn, wording } from "../src/registers";
import { find } from "../src/searching";
import type { Change, OwnRecord } from "../src/shapes";
import { Table, type Packed } from "../src/tables";

describe.each(cases)("a page of $what", ({ rows, table: packed }) => {
  const table = new Table(packed as unknown as Packed);

  it("reads as the office wrote it", () => {
    expect(rows.map((_, at) => ({ id: table.id(at), row: table.row(at) }))).toEqual(rows);
  });

  it("has each id in its place, and no other", () => {
    expect(rows.map(({ id }) => table.place(id))).toEqual(rows.map((_, at) => at));
    expect(table.place("018c0000-0008-7000-8000-000000000000")).toBe(-1);
    expect(table.place("")).toBe(-1);
  });
});

const PEOPLE = [
  ["1", "Élodie N’Guessan", "Lolo"], ["2", "Abdoulaye Kombassa", ""], ["3", "Mariam Ouattara", ""], ["4", "Yusuf Traoré", ""], ["5", "Mariama Watara Diallo", ""],
] as const;
const packed = (people: readonly (readonly [string, string, string])[]): Packed => ({
  kind: "digger", rows: people.length, ids: people.map(([id]) => id),
  columns: { number: people.map(([id]) => `D-${id}`), names: people.map(([, names]) => names), nickname: people.map(([, , nickname]) => nickname) },
});
const shards = [{ changes: [] as Change[], tables: [packed(PEOPLE.slice(0, 3)), packed(PEOPLE.slice(3))] }];
const change = (id: string, row: Change["row"]): Change => ({ kind: "digger", id, row });
const own = { id: "own", form: "digger", number: "14-00001-0", answers: { names: "Mariamme Wattara" }, state: "here" } as unknown as OwnRecord;
const found = (sought: string, registers = gather(shards), most?: number) => {
  expect([...hearing(registers)].length).toBeLessThan(9);
  const { entries, ...told } = find(registers, ["digger"], sought, most);
  return { ids: entries.map(({ id }) => id), ...told };
};

describe("a register in tables", () => {
  it.each([["elodie", ["1"]], ["lolo", ["1"]], ["kom abd", ["2"]], ["d 4", ["4"]], ["xyz", []]])("finds %j by the beginnings of words", (sought, ids) =>
    expect(found(sought).ids).toEqual(ids));

  it("finds everybody where nothing is sought, and says how many", () => expect(found("", undefined, 2)).toEqual({ ids: ["1", "2"], total: 5, of: 5, alike: 2 }));

  it("finds whoever is spelled otherwise behind those who are spelled so", () => {
    expect(found("Mariam Watara")).toEqual({ ids: ["5", "3"], total: 2, of: 5, alike: 1 });
    expect(found("Youssouf Traore").ids).toEqual(["4"]);
  });

  it("hears a slip of the pen, and that one of three words is another", () => {
    expect(found("Abdoulaye Kombasa").ids).toEqual(["2"]);
    expect(found("Mariama Watara Keita").ids).toEqual(["3", "5"]);
    expect(found("Mariam Keita").ids).toEqual([]);
  });

  it("hears what was made on this tablet too", () => expect(found("Mariam Ouatara", withOwn(gather(shards), [own])).ids.sort()).toEqual(["3", "5", "own"]));

  it("lets what came later stand before the table, and take away", () => {
    const later = gather([...shards, { changes: [change("1", { number: "D-1", names: "Élodie Koné" }), change("2", null), change("9", { number: "D-9", names: "Zoé" })] }]);
    const register = later.get("digger")!;
    expect([register.size, register.has("2"), register.get("1")!.row["names"]]).toEqual([5, false, "Élodie Koné"]);
    expect([...register.values()].map(({ id }) => id).sort()).toEqual(["1", "3", "4", "5", "9"]);
    expect([found("guessan", later).ids, found("kone", later).ids, found("Abdoulai Kombassa", later).ids]).toEqual([[], ["1"], []]);
  });

  it("finds names as they are spelled until it is known how they sound", () => {
    const registers = gather(shards);
    expect(find(registers, ["digger"], "Mariam Watara").entries.map(({ id }) => id)).toEqual(["5"]);
  });

  it("keeps what was made ready when a page of changes comes", () => {
    const before = gather(shards);
    const after = gather([...shards, { changes: [change("9", { names: "Zoé" })] }], before);
    expect(after.get("digger")!.texts).toBe(before.get("digger")!.texts);
    expect(gather([...shards, { changes: [], tables: [packed([["6", "Zoé", ""]])] }], before).get("digger")!.size).toBe(6);
  });

  it("is written anew with its tables as they came, and with what was taken out of them", () => {
    const pages = compact([...shards, { changes: [change("1", { names: "A" }), change("2", null)] }, { changes: [change("1", { names: "B" })] }]);
    expect(pages).toEqual([shards[0], { changes: [change("2", null), change("1", { names: "B" })] }]);
  });

  it("is heard a little at a time", () => {
    const many = Array.from({ length: 50 }, (_, n) => [String(n + 10), `Awa${n}`, ""] as const);
    const registers = gather([{ changes: [], tables: [packed(many), packed(PEOPLE)] }]);
    expect([...wording(registers)]).toHaveLength(2);
    expect([...wording(registers)]).toHaveLength(0);
    expect(found("awa7", registers)).toMatchObject({ total: 30, alike: 1 });
    expect(found("awa7", registers).ids[0]).toBe("17");
  });

  it("knows rows by what one of their columns says", () => {
    const licences = gather([{ changes: [{ kind: "licence", id: "a", row: { holder: "1" } }, { kind: "licence", id: "b", row: { holder: null } }, { kind: "licence", id: "c", row: { holder: "1" } }] }]);
    expect(licences.get("licence")!.where("holder", String, "1").map(({ id }) => id)).toEqual(["a", "c"]);
  });
});
