/** An index that is made in slices, follows the register, and says whom the officer has to be asked about. */

import { expect, it } from "vitest";
import cases from "../../../../fixtures/conformance/likeness/cases.json";
import { fakeClock, draftOf, memoryStore } from "./fakes";
import { allLikely, askAgain, callAnother, callTheSame, likely, prepareDoubles } from "../src/comparing";
import { People, type Person } from "../src/likeness";
import { lock } from "../src/session";
import type { Route } from "../src/routes";
import type { Change, Draft, OwnRecord } from "../src/shapes";
import { createState, type Doors } from "../src/state";
import { keepDraft, takeBack } from "../src/work";

type Row = Record<string, unknown>;
const rowOf = ({ names, nickname, sex, birth_year, estimated, place }: Person): Row => ({
  number: "D", names, nickname, sex, birth_year, birth_year_estimated: estimated, birthplace: place, site: null,
});
const changeOf = (person: Person): Change => ({ kind: "digger", id: person.id, row: rowOf(person) });
const idsOf = (found: { id: string }[]) => found.map(({ id }) => id);
const CROWD = cases.people as Person[];
/** Of the cases, those who are like more than one of the register. */
const LIKED = (cases.cases as { newcomer: Person; like: { id: string; score: number }[] }[]).filter(({ like }) => like.length > 2);
const [SOMEBODY] = LIKED;

/** An open tablet whose slices are worked off by hand: `slices(n)`, or all of them by `rest()`. */
function tablet(people = CROWD) {
  const [state, clock, turns] = [createState(), fakeClock(), [] as ((left?: () => number) => void)[]];
  const routes: Route[] = [];
  // A clock that always moves on, so that each slice is as short as it can be.
  const hurried = { ...clock, now: () => clock.pass(10) };
  const doors = { clock: hurried, later: (work: () => void) => void turns.push(work), go: (route: Route) => void routes.push(route) } as unknown as Doors;
  state.store.value = memoryStore();
  state.shards.value = [{ n: 1, changes: people.map(changeOf) }];
  const slices = (most: number) => {
    let n = 0;
    for (; n < most && turns.length > 0; n += 1) turns.shift()!();
    return n;
  };
  const draft = (person: Person, over: Partial<Draft> = {}) => {
    const made = draftOf("digger", { record: person.id, answers: rowOf(person) as Draft["answers"], ...over });
    keepDraft(made, state);
    return made;
  };
  return { state, doors, routes, turns, draft, slices, rest: () => slices(Infinity), now: () => state.drafts.value[0]! };
}

async function ready(one: ReturnType<typeof tablet>, draft: Draft): Promise<void> {
  await prepareDoubles(draft, one.state, one.doors);
  one.rest();
}

it("comes to the same by adding, changing and dropping as by beginning anew", () => {
  const people = new People(CROWD.map((person, at) => ({ ...person, names: at % 3 ? person.names : "Somebody Else" })));
  for (const person of cases.cases.slice(0, 20)) people.put({ ...(person.newcomer as Person), id: `gone ${person.newcomer.id}` });
  for (const person of CROWD) people.put(person);
  for (const person of cases.cases.slice(0, 20)) people.drop(`gone ${person.newcomer.id}`);
  people.drop("nobody");

  for (const { newcomer, like } of cases.cases) expect(people.like(newcomer as Person)).toEqual(like);
});

it("is made in slices, and says nothing before everybody was looked at", async () => {
  const one = tablet();
  const draft = one.draft(SOMEBODY!.newcomer);
  await prepareDoubles(draft, one.state, one.doors);

  expect(one.slices(3)).toBe(3);
  expect(likely(draft, one.state)).toEqual([]);
  expect(one.rest()).toBeGreaterThan(CROWD.length / 20 - 5);
  expect(idsOf(likely(draft, one.state))).toEqual(idsOf(SOMEBODY!.like.slice(0, 3)));
});

it("reads those of tables as it reads rows, goes on where it was when a record is saved, and knows who came later and who went", async () => {
  const people = [...CROWD].sort((a, b) => (a.id < b.id ? -1 : 1));
  const columns = Object.fromEntries(Object.keys(rowOf(people[0]!)).map((name) => [name, people.map((person) => rowOf(person)[name])]));
  const table = { kind: "digger", rows: people.length, ids: people.map(({ id }) => id), columns };
  const one = tablet([]);
  one.state.shards.value = [{ n: 1, changes: [], tables: [table] }];
  const draft = one.draft(SOMEBODY!.newcomer);
  await prepareDoubles(draft, one.state, one.doors);
  one.slices(Math.ceil(people.length / 20) - 2);
  one.state.records.value = [{ id: "own", form: "digger", number: "1", answers: { names: "Somebody Else" }, state: "here" } as unknown as OwnRecord];
  expect(one.rest()).toBeLessThan(12);
  const liked = SOMEBODY!.like.map(({ id }) => id);
  expect(idsOf(likely(draft, one.state))).toEqual(liked.slice(0, 3));

  const [first, second] = liked as [string, string];
  const other = { id: first, kind: "digger", row: { ...rowOf(people.find(({ id }) => id === first)!), names: "Nobody At All", nickname: "" } };
  one.state.shards.value = [...one.state.shards.value, { n: 2, changes: [other, { kind: "digger", id: second, row: null }] }];
  one.rest();
  expect(idsOf(likely(draft, one.state))).not.toContain(first);
  expect(idsOf(likely(draft, one.state))).not.toContain(second);
});

it("gives the screen its turn as soon as a slice has lasted", async () => {
  const one = tablet();
  await prepareDoubles(one.draft(SOMEBODY!.newcomer), one.state, one.doors);
  one.slices(1);

  expect(one.turns).toHaveLength(1);
});

it("goes on for as long as the screen is still", async () => {
  const one = tablet();
  await prepareDoubles(one.draft(SOMEBODY!.newcomer), one.state, one.doors);
  one.slices(1);
  let still = 50;
  one.turns.shift()!(() => (still -= 10));

  expect([still, one.state.doubles.value!.ready]).toEqual([0, false]);
  one.turns.shift()!(() => 50);
  expect(one.state.doubles.value!.ready).toBe(true);
});

it("is begun once, and for a new digger only", async () => {
  const one = tablet();
  await prepareDoubles(one.draft(SOMEBODY!.newcomer, { act: "amend" }), one.state, one.doors);
  await prepareDoubles(draftOf("buyer"), one.state, one.doors);
  expect(one.state.doubles.value).toBeNull();

  await Promise.all([1, 2].map(() => prepareDoubles(one.draft(SOMEBODY!.newcomer), one.state, one.doors)));
  expect(one.turns).toHaveLength(1);
});

it("follows the register: who comes, who changes, who is taken off, who is made here", async () => {
  const one = tablet(CROWD.slice(0, 50));
  const person: Person = { id: "p", names: "Bénodi Kassandou", nickname: "", sex: "man", birth_year: 1980, estimated: false, place: "Loumé" };
  const draft = one.draft({ ...person, id: "new", names: "Benody Cassandu" });
  await ready(one, draft);
  const page = async (...changes: Change[]) => {
    one.state.shards.value = [...one.state.shards.value, { n: one.state.shards.value.length + 1, changes }];
    one.rest();
    return idsOf(likely(draft, one.state));
  };

  expect(await page()).toEqual([]);
  expect(await page(changeOf(person))).toEqual(["p"]);
  expect(await page(changeOf({ ...person, names: "Madouo Valéka" }))).toEqual([]);
  expect(await page(changeOf({ ...person, estimated: true }))).toEqual(["p"]);
  expect(await page({ kind: "digger", id: "p", row: null })).toEqual([]);
  const own = { id: "own", form: "digger", number: "14", answers: rowOf(person), state: "here", timeline: [] } as unknown as OwnRecord;
  one.state.records.value = [own];
  one.rest();
  expect(idsOf(likely(draft, one.state))).toEqual(["own"]);

  const anew = tablet(CROWD.slice(0, 50));
  anew.state.records.value = [own];
  const again = anew.draft({ ...person, id: "new", names: "Benody Cassandu" });
  await ready(anew, again);
  expect(likely(draft, one.state)).toEqual(likely(again, anew.state));
});

it("begins anew where the register changes while it is being made", async () => {
  const one = tablet();
  const draft = one.draft(SOMEBODY!.newcomer);
  await prepareDoubles(draft, one.state, one.doors);
  one.slices(2);
  one.state.shards.value = [{ n: 2, changes: CROWD.slice(0, 10).map(changeOf) }];
  one.rest();
  one.state.shards.value = [{ n: 3, changes: CROWD.map(changeOf) }];
  one.rest();

  expect(likely(draft, one.state)[0]).toMatchObject(SOMEBODY!.like[0]!);
});

it("is not whole before whoever came meanwhile was looked at too", async () => {
  const one = tablet();
  const person: Person = { id: "p", names: "Bénodi Kassandou", nickname: "", sex: "man", birth_year: 1980, estimated: false, place: "Loumé" };
  const draft = one.draft({ ...person, id: "new" });
  await prepareDoubles(draft, one.state, one.doors);
  one.slices(2);
  one.state.shards.value = [...one.state.shards.value, { n: 2, changes: [changeOf(person)] }];
  while (!one.state.doubles.value!.ready) expect(one.slices(1)).toBe(1);

  expect(idsOf(likely(draft, one.state))).toEqual(["p"]);
});

it("does not take a digger for his own double", async () => {
  const one = tablet();
  const [person] = CROWD;
  const draft = one.draft(person!, { record: person!.id });
  await ready(one, draft);

  expect(idsOf(likely(draft, one.state))).not.toContain(person!.id);
});

it("keeps what the officer says of each, asks about nobody twice, and again when that is wanted", async () => {
  const one = tablet();
  await ready(one, one.draft(SOMEBODY!.newcomer));
  const found = likely(one.now(), one.state);

  for (const like of found) callAnother(one.now(), like, one.state);
  expect(likely(one.now(), one.state)).toEqual([]);
  expect(one.now().otherThan).toEqual(Object.fromEntries(found.map(({ id, score }) => [id, score])));

  askAgain(one.now(), found[1]!.id, one.state);
  expect(likely(one.now(), one.state)).toEqual([found[1]]);
  for (const { id } of found) askAgain(one.now(), id, one.state);
  expect(one.now()).not.toHaveProperty("otherThan");
});

it("keeps no more of them than the office takes", () => {
  const one = tablet();
  one.draft(SOMEBODY!.newcomer);
  for (let n = 0; n < 30; n += 1) callAnother(one.now(), { id: `p${n}`, score: 30 - n, reasons: [] }, one.state);

  expect(Object.keys(one.now().otherThan!)).toEqual(Array.from({ length: 20 }, (_, n) => `p${n + 10}`));
});

it("waits before a record is saved until everybody was looked at", async () => {
  const one = tablet();
  const asking = allLikely(one.draft(SOMEBODY!.newcomer), one.state, one.doors);
  while (one.rest() > 0 || one.state.doubles.value?.ready !== true) await new Promise((done) => setTimeout(done));

  expect(idsOf(await asking)).toEqual(idsOf(SOMEBODY!.like.slice(0, 3)));
});

it("saves nothing new of who is here already, and gives the form back when that was wrong", async () => {
  const one = tablet();
  const draft = one.draft(SOMEBODY!.newcomer);
  await ready(one, draft);
  const [like] = likely(draft, one.state);

  await callTheSame(draft, like!, one.state, one.doors);
  expect([one.state.drafts.value, one.routes]).toEqual([[], [{ page: "person", id: like!.id }]]);
  takeBack(one.state);
  expect(likely(one.now(), one.state)[0]).toEqual(like);
});

it("is gone with the lock, whatever was still to be done, and nobody waits for it", async () => {
  const one = tablet();
  const draft = one.draft(SOMEBODY!.newcomer);
  await prepareDoubles(draft, one.state, one.doors);
  one.slices(2);
  const waiting = one.state.doubles.value!.whole();
  lock(one.state);

  await waiting;
  expect([one.state.doubles.value, one.slices(9)]).toEqual([null, 1]);
  one.state.shards.value = [{ n: 1, changes: CROWD.map(changeOf) }];
  expect(one.turns).toEqual([]);
});

it("is not begun for a tablet that was locked while it was loaded", async () => {
  const one = tablet();
  const loading = prepareDoubles(one.draft(SOMEBODY!.newcomer), one.state, one.doors);
  lock(one.state);
  await loading;

  expect(one.state.doubles.value).toBeNull();
});
