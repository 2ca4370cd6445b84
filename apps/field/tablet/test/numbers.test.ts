import { expect, it } from "vitest";
import vectors from "../../../../fixtures/conformance/numbers/check_digits.json";
import { fakeChance } from "./fakes";
import { uuid7 } from "../src/ids";
import { isWhole, recordNumber, withCheck } from "../src/numbers";

it.each(vectors.whole)("reads %s as whole, as the server does", (number) => {
  expect(isWhole(number)).toBe(true);
  expect(withCheck(number.slice(0, -2))).toBe(number);
});

it.each(vectors.broken)("sees that %j was mistyped", (number) => expect(isWhole(number)).toBe(false));

it("numbers records by tablet and counter", () => expect(recordNumber(14, 405)).toBe(withCheck("14-00405")));

it("makes ids that sort as they were made", () => {
  const chance = fakeChance();
  const ids = [1, 2, 3].map((later) => uuid7(1_795_500_000_000 + later, chance));
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(3);
});
