import { expect, it } from "vitest";
import cases from "../../../../fixtures/conformance/papers/cases.json";
import { initials, issue, type Issued } from "../src/papers/issuing";
import type { PaperKind } from "../src/papers/format";
import { verify } from "../src/papers/verifying";
import { gather } from "../src/registers";
import type { Answers, FormCode, OwnRecord, Papers } from "../src/shapes";
import { createState, type Doors } from "../src/state";
import { sayIn } from "../src/words";
import { fakeChance, fakeClock, memoryStore } from "./fakes";

const papers = cases.papers as unknown as Papers;
const registers = gather([{ changes: [
  { kind: "digger", id: "d1", row: { number: "D-1", names: "Élodie Marie N’Guessan" } },
  { kind: "site", id: "s1", row: { number: "S-1" } },
  { kind: "buyer", id: "b1", row: { number: "B-1", names: "Paul Sowé" } },
  { kind: "licence", id: "l1", row: { number: "L-1", site: "s1" } },
] }]);
const SALE = {
  number: "14-00001-2", bought_on: "2026-11-24", carats: "1.25", price: "700.00", currency: "XAL", seller: { id: "d1" },
  licence: { id: "l1" }, buyer: { number: "B-9" }, origin_known: true, site: { id: "s1" },
};

function tablet(form: FormCode, answers: Answers, over: Partial<OwnRecord> = {}) {
  const meta = { signer: cases.signer, posting: { papers } as never };
  const [state, store] = [createState(), memoryStore(meta)];
  const record = { id: "r1", form, number: "14-00001-2", answers, state: "here", savedAt: 0, timeline: [], ...over } as unknown as OwnRecord;
  state.records.value = [record];
  state.store.value = store;
  state.header.value = { tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, wrong: 0, waitUntil: 0 };
  state.meta.value = meta;
  const doors = { clock: fakeClock(), chance: fakeChance() } as unknown as Doors;
  const context = { say: sayIn("en"), language: "en", registers, posting: undefined, records: [], clock: doors.clock } as const;
  return { state, doors, store, made: (kind: PaperKind, id = "r1") => issue(kind, id, context, state, doors) };
}
const fields = async (made: Promise<Issued | string>) => ((await made) as Issued).paper.fields;

it("names whoever has a card by initials alone", async () => {
  expect(initials("Élodie Marie N’Guessan")).toBe("ÉMNG");
  expect(await fields(tablet("purchase", SALE).made("card", "d1"))).toEqual({ number: "D-1", initials: "ÉMNG" });
});

it("says of a sale where it comes from, by the numbers of the register or of the paper", async () => {
  expect(await fields(tablet("purchase", SALE).made("purchase"))).toMatchObject({ site: "S-1", licence: "L-1", buyer: "B-9", carats: "1.25" });
  expect(await fields(tablet("purchase", { ...SALE, origin_known: false }).made("purchase"))).toMatchObject({ site: "" });
});

it("says of a resale who sold on, by his number, and never that it was a first sale", async () => {
  const made = (await tablet("resale", { ...SALE, seller: { id: "b1" }, origin_known: false }).made("resale")) as Issued;

  expect([made.names, made.paper.fields]).toEqual(["Paul Sowé", {
    number: "14-00001-2", day: "2026-11-24", carats: "1.25", price: "700.00", currency: "XAL", site: "", seller: "B-1", buyer: "B-9",
  }]);
  expect((await verify(made.code, papers, "2026-11-24")).outcome).toBe("genuine");
  expect(await tablet("resale", SALE).made("purchase")).toBe("paper_gone");
});

it("signs what another tablet finds genuine, good as long as the office said", async () => {
  const { paper, code } = (await tablet("purchase", SALE).made("card", "d1")) as Issued;

  expect((await verify(code, papers, "2026-11-24")).outcome).toBe("genuine");
  expect([paper.issuedOn, paper.endsOn]).toEqual(["2026-11-24", "2028-11-23"]);
});

it("dates a paper by the server's clock where the tablet's own is wrong", async () => {
  const { state, made } = tablet("purchase", SALE);
  state.meta.value = { ...state.meta.value, clockOffset: 86_400 };

  expect(((await made("card", "d1")) as Issued).paper.issuedOn).toBe("2026-11-25");
});

it("numbers the receipt of a licence once", async () => {
  const { made } = tablet("licence", { number: "L-7", holder: { id: "d1" }, ends_on: "2026-12-31" });
  const [first, again] = [await made("licence"), await made("licence")] as Issued[];

  expect(first!.paper.fields).toEqual({ number: "14-00001-0", licence: "L-7", initials: "ÉMNG" });
  expect(again!.paper.fields["number"]).toBe("14-00001-0");
  expect(first!.paper.endsOn).toBe("2026-12-31");
});

it("makes no paper in practice, nor for what the office did not take or another replaced", async () => {
  const practice = tablet("purchase", SALE);
  practice.state.training = true;

  expect(await practice.made("purchase")).toBe("paper_practice");
  for (const state of ["rejected", "replaced"] as const) expect(await tablet("purchase", SALE, { state }).made("purchase")).toBe("paper_not_standing");
  expect(await tablet("purchase", SALE).made("card", "gone")).toBe("paper_gone");
});
