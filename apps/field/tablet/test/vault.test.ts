import { describe, expect, it } from "vitest";
import { fakeChance } from "./fakes";
import { decrypt, delayAfter, encrypt, longEnough, make, unwrap } from "../src/vault";

const FAST = 1000;

describe("a passphrase", () => {
  it.each(["correct horse", "12345678", "éléphants!"])("%s is long enough", (phrase) => expect(longEnough(phrase)).toBe(true));
  it.each(["short", "1234567", "abcdefghi", "12345 78"])("%s is too short", (phrase) => expect(longEnough(phrase)).toBe(false));
});

it("opens with the same passphrase only, and another opens nothing", async () => {
  const [key, wrapped] = await make("correct horse", fakeChance(), FAST);
  const sealed = await encrypt(key, new TextEncoder().encode("token"), fakeChance(2));

  const again = await unwrap("correct horse", wrapped);

  expect(new TextDecoder().decode(await decrypt(again!, sealed))).toBe("token");
  expect(await unwrap("correct house", wrapped)).toBeNull();
});

it("is the same passphrase from a keyboard that writes an accent in two parts", async () => {
  const [, wrapped] = await make("\u00e9l\u00e9phants!", fakeChance(), FAST);
  expect(await unwrap("e\u0301le\u0301phants!", wrapped)).not.toBeNull();
});

it("records what the key cost, so that a later version can raise it", async () => {
  const [, wrapped] = await make("correct horse", fakeChance(), FAST);
  expect(wrapped.rounds).toBe(FAST);
});

it("waits longer after each wrong try from the fifth, and never wipes", () => {
  expect([1, 4, 5, 6, 9, 40].map(delayAfter)).toEqual([0, 0, 5_000, 10_000, 80_000, 3_600_000]);
});
