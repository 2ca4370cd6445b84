import { expect, it } from "vitest";
import { frame, framesIn } from "../src/frames";
import { pack, unpack } from "../src/packing";

const words = (text: string) => new TextEncoder().encode(text);
const file = (...bodies: string[]) => new Uint8Array(bodies.flatMap((body, n) => [...frame(n, words(body))]));
const read = (bytes: Uint8Array<ArrayBuffer>) => framesIn(bytes).frames.map(({ body }) => new TextDecoder().decode(body));

it("reads back what was appended", () => {
  const bytes = file("one", "", "three");
  expect(read(bytes)).toEqual(["one", "", "three"]);
  expect(framesIn(bytes).whole).toBe(bytes.length);
});

it("knows a tail that was torn at any byte, and keeps what stands before it", () => {
  const [first, bytes] = [file("one").length, file("one", "two")];
  for (let end = first; end < bytes.length; end += 1) {
    expect(read(bytes.slice(0, end))).toEqual(["one"]);
    expect(framesIn(bytes.slice(0, end)).whole).toBe(first);
  }
});

it("knows any byte that was changed, and finds the entries behind it", () => {
  const bytes = file("one", "two", "three");
  const [from, to] = [file("one").length, file("one", "two").length];
  for (let at = from; at < to; at += 1) {
    const damaged = bytes.slice();
    damaged[at]! ^= 0x10;
    expect(read(damaged)).toEqual(["one", "three"]);
    expect(framesIn(damaged).whole).toBe(from);
  }
});

it("takes an entry in the wrong place for a damage", () => {
  const bytes = new Uint8Array([...frame(0, words("one")), ...frame(2, words("three"))]);
  expect(framesIn(bytes).whole).toBe(file("one").length);
});

it("packs bytes beside words, as what they were", () => {
  const row = { owner: 1, iv: new Uint8Array([1, 2]), data: new Uint8Array([3, 4, 5]).buffer, why: null, deep: [{ key: "é" }] };
  const back = unpack<typeof row>(pack([row, row]))[1 as never] as typeof row;
  expect(back).toEqual(row);
  expect(back.data).toBeInstanceOf(ArrayBuffer);
  expect(back.iv).toBeInstanceOf(Uint8Array);
});
