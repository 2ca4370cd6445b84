/** One officer's day, written by this tablet's own code: what it would send, as one line of JSON. */

import { readdirSync, readFileSync } from "node:fs";
import { begin, correct, finished, judge } from "../../apps/field/tablet/src/drafts";
import { save } from "../../apps/field/tablet/src/saving";
import type { Draft, Form, OwnRecord } from "../../apps/field/tablet/src/shapes";

const [forms, tablet] = [process.argv[2]!, process.argv[3]!];
let at = Date.parse("2026-11-20T08:00:00Z");
let state = 20261120;
const next = () => (state = (state * 1103515245 + 12345) % 2147483648) >> 16;
const chance = { bytes: (length: number) => Uint8Array.from({ length }, () => next() & 255) };
const clock = { now: () => (at += 61_000), zone: () => 60 };

/** The newest version of a form that this app knows. */
function formOf(code: string): Form {
  const versions = readdirSync(forms).filter((name) => name.startsWith(`${code}-v`)).map((name) => Number(/v(\d+)/.exec(name)![1]));
  return JSON.parse(readFileSync(`${forms}/${code}-v${Math.max(...versions)}.json`, "utf8"));
}

const events: { seq: number; id: string; sha256: string; bytes: string }[] = [];
const meta: Record<string, unknown> = {};
const store = {
  meta: async () => ({ ...meta }),
  append: async ({ events: added }: { events: { seq: number; id: string; sha256: string; bytes: string }[] }) => {
    events.push(...added);
    for (const event of added) Object.assign(meta, { seq: event.seq, previous: event.sha256 });
    return true;
  },
};
const records: OwnRecord[] = [];

async function written(draft: Draft): Promise<OwnRecord> {
  const form = formOf(draft.form);
  const result = judge(draft, form, "2026-11-20");
  if (result.faults.length) throw new Error(JSON.stringify(result.faults));
  // Earlier versions answered with the record alone.
  const saved = (await save(finished(draft, result), { store, clock, chance, tablet, language: "fr", position: null, records } as never)) as unknown;
  const record = [saved].flat()[0] as OwnRecord;
  records.push(record);
  return record;
}

const create = (code: string, answers: Draft["answers"], said: Partial<Draft> = {}) => {
  const draft = begin(formOf(code), clock as never, chance as never);
  return written({ ...draft, ...said, answers: { ...draft.answers, ...answers } });
};
const again = (record: OwnRecord, over: Draft["answers"], act?: Draft["act"]) => {
  const draft = correct({ ...record, version: 1 }, formOf(record.form), clock as never, chance as never);
  return written({ ...draft, ...(act ? { act } : {}), answers: { ...draft.answers, ...over } });
};
const to = (record: OwnRecord) => ({ id: record.id });
const YEAR = { starts_on: "2026-01-01", ends_on: "2026-12-31" };
const DAY = { starts_on: "2026-11-19", ends_on: "2026-11-19", channel: "artisanal", basis: "weighed" };

const SIZES = [["11", 2, "0.85"], ["12", 1, "0.40"]].map(([name, stones, carats]) => ({ class: `dtc-sieve-rough.1.${name}`, stones: stones!, carats: carats! }));
const CORNERS = [[4_361_000, 18_555_000], [4_361_900, 18_555_000], [4_361_900, 18_555_900]].map(([lat_e6, lon_e6]) => ({ lat_e6: lat_e6!, lon_e6: lon_e6!, accuracy_m: 6 }));
const POINT = { lat_e6: 4_361_500, lon_e6: 18_555_200, accuracy_m: 5, fixes: 5, seconds: 12 };
const site = await create("site", {
  number: "S-7001", name: "Bas de la rivière", region: "KO", place: "Bemba", status: "active", point: POINT, area: { corners: CORNERS },
});
const digger = await create("digger", { number: "D-7001", names: "Marie Kone", sex: "woman", birth_year: 1984, residence: "Bemba", roles: ["washing"], legal_basis: "legal_duty", site: to(site), consent_photo: true, consent_on: "2026-11-20", consent_language: "sg", signed: { how: "none", reason: "La main est blessée." } });
const licence = await create("licence", { number: "L-7001", licence_class: "artisanal", authority: "Direction des mines", ...YEAR, holder_kind: "person", holder: to(digger), site: to(site) });
const buyer = await create("buyer", { number: "B-7001", buyer_class: "collector", ...YEAR, names: "Ibrahima Touré" });
const find = await create("production", { number: "F-7001", site: to(site), licence: to(licence), ...DAY, carats: "1.25", stones: 3, sizes: SIZES, finder: to(digger), finders: [{ digger: to(digger), parts: 2 }, { digger: { number: "D-0099" }, parts: 3 }] });
await create("purchase", {
  number: "R-7001", bought_on: "2026-11-20", seller: to(digger), seller_role: "holder", licence: to(licence), buyer: to(buyer), origin_known: true,
  site: to(site), production: to(find), carats: "1.25", scale_step: "0.05", sizes: SIZES, price: "180000.00", currency: "XAF", cash_paid: "180000.00", payment: "cash",
});
const visit = await create("inspection", {
  number: "V-7001", site: to(site), inspected_on: "2026-11-20", visit: "planned", state: "active", pits: 4, women: 3, men: 12, aged_15_17: 1, under_15: 0,
  gravel_stockpiled: "12.50", gravel_washed: "3.25", result: "to_put_right", follow_up: "Combler deux fosses.",
});
await create("infraction", {
  number: "I-7001", seen_on: "2026-11-20", site: to(site), type: "false_papers", concerned: "person", person_name: "Sira Bemba", carats_seized: "0.75",
  custody: "office", outcome: "open",
});
const house = await create("buyer", { number: "H-7001", buyer_class: "comptoir", ...YEAR, names: "Comptoir de Kolo" });
await create("production", { number: "F-7009", site: to(site), ...DAY, basis: "declared", nil: true });
const resale = await create("resale", {
  number: "V-7101", slip_number: "BRV 118", bought_on: "2026-11-20", seller: to(buyer), buyer: to(house), origin_known: false, carats: "1.25",
  price: "240000.00", currency: "XAF", payment: "bank", bank_reference: "VIR 2291",
});
await create("transfer", {
  number: "T-7001", moved_on: "2026-11-20", giver_level: "digger", giver_digger: to(digger), receiver_level: "licence_holder",
  receiver_licence: to(licence), carats: "0.40", seal: "KO 0017", reason: "to_sell",
});
const count = await create("stock_count", {
  number: "C-7001", level: "buying_house", buyer: to(house), counted_on: "2026-11-20", basis: "counted", carats: "12.50", value: "2400000.00",
  currency: "XAF", witness: "Josiane Bemba",
});
const booklet = await create("booklet", {
  number: "K-7001", slips: "purchase", series: "BRL", first_number: 101, last_number: 150, issued_to: "buyer", buyer: to(buyer), issued_on: "2026-11-02",
});
await again(booklet, { returned_on: "2026-11-19", blank_from: 140, cancelled: "103, 110-112", lost: "104" });
await again(resale, { number: "V-7102", carats: "1.20" });
await again(count, { number: "C-7002" }, "void");
await again(digger, { names: "Marie Koné" });
await create("digger", { number: "D-7002", names: "Mari Koné", sex: "woman", birth_year: 1985, residence: "Bemba", roles: ["washing"], legal_basis: "legal_duty" }, { otherThan: { [digger.id]: 6 } });
await again(find, { number: "F-7002", carats: "1.20" });
await again(visit, { number: "V-7002", men: 21 });
await again(await create("production", { number: "F-7003", site: to(site), ...DAY, carats: "0.40" }), { number: "F-7004" }, "void");

process.stdout.write(JSON.stringify(events.map(({ id, seq, sha256, bytes }) => ({ id, seq, sha256, bytes }))));
