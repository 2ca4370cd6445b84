import { expect, it } from "vitest";
import { aCarat, inDollars, readAmount, showAmount } from "../src/amounts";

it.each([
  ["1.25", "1.25"], ["1,25", "1.25"], ["1,", "1.00"], ["0,5", "0.50"], ["180 000", "180000.00"], ["180,000.00", "180000.00"],
  ["2.969.482,98", "2969482.98"], ["8 524,31", "8524.31"], ["007", "7.00"],
])("reads %s as %s", (typed, amount) => expect(readAmount(typed)).toBe(amount));

it.each(["1.234", "1,234", "-1", "1.2.3", "abc", "", ".5", "=1+1", "1e5"])("does not guess what %j means", (typed) => {
  expect(readAmount(typed)).toBeNull();
});

it("writes an amount as each language does, without a float", () => {
  expect(showAmount("1494769.87", "en")).toBe("1,494,769.87");
  expect(showAmount("1494769.87", "fr").replace(/\s/g, " ")).toBe("1 494 769,87");
  expect(showAmount("90071992547409931.07", "en")).toBe("90,071,992,547,409,931.07");
});

it("turns a price into dollars and dollars a carat, half up", () => {
  expect(inDollars("180000.00", "600.000000")).toBe("300.00");
  expect(aCarat("300.00", "1.25")).toBe("240.00");
  expect(inDollars("1.00", "3.000000")).toBe("0.33");
  expect(inDollars("0.01", "2.000000")).toBe("0.01");
});

it("has no dollars without a rate, and no price a carat without carats", () => {
  expect(inDollars("5.00", "0")).toBeNull();
  expect(aCarat("300.00", "0.00")).toBeNull();
});
