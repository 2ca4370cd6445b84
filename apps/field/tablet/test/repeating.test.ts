/** Rows of an answer: a cell is written or cleared, and the rows stay in the order of the table. */

import { expect, it } from "vitest";
import { sumOf, tableOf, withCell } from "../src/repeating";

const order = ["t.1.11", "t.1.12", "t.1.13"];
const line = (code: string) => ({ key: "class", code, order });

it("writes a cell of a class that had none, in the order of the table", () => {
  const rows = withCell([{ class: "t.1.12", carats: "0.40" }], line("t.1.11"), "carats", "0.85");

  expect(rows).toEqual([{ class: "t.1.11", carats: "0.85" }, { class: "t.1.12", carats: "0.40" }]);
});

it("drops a class when its last cell is cleared, and the answer with its last class", () => {
  const rows = [{ class: "t.1.11", carats: "0.85", stones: 2 }];

  const counted = withCell(rows, line("t.1.11"), "carats", undefined)!;
  expect(counted).toEqual([{ class: "t.1.11", stones: 2 }]);
  expect(withCell(counted, line("t.1.11"), "stones", undefined)).toBeUndefined();
});

it("leaves what it was given as it was", () => {
  const rows = [{ class: "t.1.11", carats: "0.85" }];
  withCell(rows, line("t.1.11"), "carats", "0.90");

  expect(rows).toEqual([{ class: "t.1.11", carats: "0.85" }]);
});

it("adds what can be read, never as a float", () => {
  expect(sumOf([{ carats: "0.10" }, { carats: "0.20" }, { stones: 3 }, { carats: "1,5x" }], "carats")).toBe("0.30");
  expect(sumOf([{ stones: 3 }], "carats")).toBeNull();
});

it("knows the table of a class by what stands before the last dot", () => {
  expect(["dtc-sieve-rough.1.11", "round.2.1-32", "odd"].map(tableOf)).toEqual(["dtc-sieve-rough.1", "round.2", ""]);
});
