import { expect, it } from "vitest";
import purchaseForm from "../../../../fixtures/forms/purchase-v2.json";
import { fakeChance, fakeClock, memoryStore } from "./fakes";
import * as month from "../src/month";
import { saveAll, type Saving } from "../src/saving";
import type { Cell, Draft, Form } from "../src/shapes";

const form = purchaseForm as unknown as Form;
const [clock, chance] = [fakeClock(), fakeChance()];
const TODAY = "2026-11-24";

/** A page of November of one collector, ready for its lines. */
const page = () => {
  const draft = month.beginPage(form, clock, chance, { currency: "XAF" }, "2026-11");
  return month.openLines({ ...draft, answers: { ...draft.answers, buyer: { number: "B-1" }, origin_known: false, page_carats: "3.00" } }, clock, chance);
};
const onward = (draft: Draft) => month.onward(draft, clock, chance);
const typed = (draft: Draft, keys: string) => [...keys].reduce((one, key) => month.press(one, key), draft);
/** Key a line from the cell that is open to the end. */
function line(draft: Draft, words: Partial<Record<Cell, string>>): Draft {
  let at = draft;
  for (const cell of month.CELLS.slice(month.CELLS.indexOf(at.page!.cell))) {
    at = cell === "seller" ? month.pick(at, { number: words.seller ?? "D-1" }) : typed(at, words[cell] ?? "");
    at = onward(at);
  }
  return at;
}
const ten = () => Array.from({ length: 10 }).reduce<Draft>((draft, _, n) => line(draft, { ...(n ? {} : { slip: "BRL 0099", day: "4" }), carats: "1.25", price: "180000" }), page());

it("goes on with the slip and the day of the line above", () => {
  const draft = line(page(), { slip: "BRL 0099", day: "4", carats: "1.25", price: "180000" });

  expect(draft.page).toMatchObject({ at: 1, cell: "carats" });
  expect(draft.page!.lines[1]).toMatchObject({ slip: "BRL 0100", day: "4", carats: "", price: "" });
});

it("begins no line behind one on which nothing stands", () => {
  const draft = line(page(), { slip: "A 1", day: "4", carats: "1", price: "1" });

  const again = ["carats", "price", "seller"].reduce((one) => onward(one), draft);
  expect(again.page!.lines).toHaveLength(2);
});

it("takes a press of a key back, and a line that was removed", () => {
  const draft = line(page(), { slip: "A 1", day: "4", carats: "1.25", price: "1" });
  expect(month.press(typed(draft, "1.2"), "delete").page!.lines[1]!.carats).toBe("1.");

  const gone = month.remove(month.goTo(draft, 0, "carats"), clock, chance);
  expect(month.totals(gone.page!).lines).toBe(0);
  expect(month.totals(month.undo(gone).page!)).toEqual({ lines: 1, carats: "1.25", price: "1.00" });
});

it("adds what is keyed, exactly, and says how far the page is from it", () => {
  const draft = ten();

  expect(month.totals(draft.page!)).toEqual({ lines: 10, carats: "12.50", price: "1800000.00" });
  expect(month.apart("12.50", draft.answers["page_carats"])).toEqual({ by: "9.50", more: true });
  expect(month.apart("2.85", "3.00")).toEqual({ by: "0.15", more: false });
  expect([month.apart("3.00", "3"), month.apart("3.00", undefined)]).toEqual([null, null]);
});

it.each([["4", "2026-11-04"], ["30", "2026-11-30"], ["31", ""], ["0", ""], ["x", ""], ["", ""]])("reads the day %j of a page of November as %j", (day, iso) => {
  expect(month.dayIn("2026-11", day)).toBe(iso);
});

it("makes of each line the purchase that the form asks for", () => {
  const drafts = month.draftsOf(ten(), form, TODAY);

  expect(drafts).toHaveLength(10);
  expect(new Set(drafts.map(({ record }) => record)).size).toBe(10);
  expect(drafts[9]!.answers).toEqual({
    slip_number: "BRL 0108", bought_on: "2026-11-04", seller: { number: "D-1" }, seller_role: "digger", buyer: { number: "B-1" },
    origin_known: false, carats: "1.25", price: "180000.00", currency: "XAF", payment: "cash",
  });
  expect("page" in drafts[0]!).toBe(false);
});

it("asks for the page what the page must say, and not what its lines say", () => {
  const bare = month.beginPage(form, clock, chance, {}, "2026-11");

  expect(month.faultsAbout(bare, form, TODAY).map(({ field }) => field)).toEqual(["buyer", "origin_known", "currency"]);
  expect(month.faultsAbout(page(), form, TODAY)).toEqual([]);
});

it("offers the sellers of the page, the last one first and each once", () => {
  const draft = ["D-1", "D-2", "D-1"].reduce((one, seller) => line(one, { slip: "A 1", day: "1", carats: "1", price: "1", seller }), page());

  expect(month.sellersOf(draft.page!, 4)).toEqual([{ number: "D-1" }, { number: "D-2" }]);
});

const saving = (store: ReturnType<typeof memoryStore>): Saving => ({ store, clock, chance, tablet: "tablet-14", language: "fr", position: null, records: [] });

it("saves the whole page as one chain of events, and ends the unfinished page with them", async () => {
  const [store, draft] = [memoryStore(), ten()];
  await store.saveDraft(draft);

  await saveAll(month.draftsOf(draft, form, TODAY), saving(store), draft.id);

  const events = await store.events();
  const said = events.map(({ bytes }) => JSON.parse(bytes) as { seq: number; previous: string | null });
  expect(said.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(said.map(({ previous }) => previous)).toEqual([null, ...events.slice(0, 9).map(({ sha256 }) => sha256)]);
  expect([(await store.records()).length, (await store.drafts()).length]).toEqual([10, 0]);
});

it("saves nothing of a page that the tablet has no room for", async () => {
  const [store, draft] = [memoryStore(), ten()];
  await store.saveDraft(draft);
  store.fail(() => new DOMException("full", "QuotaExceededError"));

  await expect(saveAll(month.draftsOf(draft, form, TODAY), saving(store), draft.id)).rejects.toThrow("full");

  expect([(await store.events()).length, (await store.records()).length, (await store.drafts()).length]).toEqual([0, 0, 1]);
});

it("is picked up at the very cell where it was left", () => {
  const draft = typed(line(page(), { slip: "A 1", day: "4", carats: "1", price: "1" }), "0.4");
  const kept = JSON.parse(JSON.stringify(draft)) as Draft;

  expect(month.openLines(kept, clock, chance).page).toMatchObject({ at: 1, cell: "carats", lines: [{}, { carats: "0.4" }] });
});
