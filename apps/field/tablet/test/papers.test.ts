import { describe, expect, it } from "vitest";
import cases from "../../../../fixtures/conformance/papers/cases.json";
import { decode, encode } from "../src/papers/base45";
import { read, type PaperKind } from "../src/papers/format";
import { makeKey, sign } from "../src/papers/signing";
import { verify } from "../src/papers/verifying";
import type { Papers } from "../src/shapes";
import { fakeChance } from "./fakes";

const papers = cases.papers as unknown as Papers;
const { on, signer, says } = cases;
const KINDS = Object.keys(says) as PaperKind[];
const paper = (kind: PaperKind) => ({ kind, country: "XA", issuedOn: on, endsOn: null, fields: says[kind] });

describe("a card or receipt", () => {
  it.each(cases.cases)("is named for what it is: $name", async ({ code, outcome }) => {
    expect((await verify(code, papers, on)).outcome).toBe(outcome);
  });

  it.each(KINDS)("of a tablet's own making is genuine, and says what it said: %s", async (kind) => {
    const { outcome, signed } = await verify((await sign(paper(kind), signer))!, papers, on);

    expect([outcome, signed!.paper.fields, signed!.certificate.tablet]).toEqual(["genuine", says[kind], 14]);
  });

  it("is altered wherever one letter of it is another", async () => {
    const code = (await sign(paper("purchase"), signer))!;
    for (let at = 4; at < code.length; at += 7) {
      const other = `${code.slice(0, at)}${code[at] === "1" ? "2" : "1"}${code.slice(at + 1)}`;
      expect((await verify(other, papers, on)).outcome, `letter ${at}`).not.toMatch(/genuine|expired|revoked/);
    }
  });

  it("is not made where the country has not vouched, or not for that day", async () => {
    expect(await sign(paper("card"), undefined)).toBeNull();
    expect(await sign(paper("card"), { ...signer, certificate: "" })).toBeNull();
    expect(await sign({ ...paper("card"), issuedOn: "2027-12-02" }, signer)).toBeNull();
  });

  it("fits a code that a cheap camera reads: version 12 or less at a quarter of damage", async () => {
    // Of letters that a QR code packs tightest, version 12 holds 419 at level M.
    for (const kind of KINDS) expect((await sign({ ...paper(kind), endsOn: on }, signer))!.length).toBeLessThan(419);
  });
});

it("makes a key whose public half the country can vouch for", async () => {
  const made = await makeKey(fakeChance(7));

  expect(made.public).toMatch(/^0[23][0-9a-f]{64}$/);
  expect(await makeKey(fakeChance(7))).toEqual(made);
  expect((await makeKey(fakeChance(8))).public).not.toBe(made.public);
});

it.each([[[]], [[0]], [[255, 255]], [[1, 2, 3]], [[0, 0, 0, 255, 9]]])("writes %j in letters and reads it again", (bytes) => {
  expect([...decode(encode(Uint8Array.from(bytes)))!]).toEqual(bytes);
});

it.each(["A", "AAAA", ":::", "::", "aaa"])("reads nothing out of %s", (text) => expect(decode(text)).toBeNull());

it("reads no paper that was cut off", () => expect(read(cases.cases[0]!.code.slice(0, 200))).toBeNull());
