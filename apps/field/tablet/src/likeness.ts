/**
 * Who may already be registered, without a network: the scores of apps/registry/likeness.py, which says what they mean.
 *
 * Whole numbers only, so that tablet and office come to the same; `fixtures/conformance/likeness/` holds both to it.
 */

import { weights } from "../../../registry/likeness.json";
import { aSlipApart, nearTo, soundsOf, underEachSlip, type Slips } from "./sounds";

export interface Person {
  id: string; names: string; nickname: string; sex: string; birth_year: number | null; estimated: boolean; place: string;
}
export type Reason = "names" | "nickname" | "birth_year" | "place";
export interface Like { id: string; score: number; reasons: Reason[] }
interface Heard {
  names: string[]; nickname: string[]; place: string; sex: string; birthYear: number | null; estimated: boolean;
}

const MOST_BESIDE = weights.most_of_a_place + weights.same_sex + weights.years[0]![1]!;

const hear = ({ names, nickname, place, sex, birth_year, estimated }: Person): Heard => ({
  names: soundsOf(names), nickname: soundsOf(nickname), place: soundsOf(place).join(" "), sex,
  birthYear: birth_year, estimated,
});
const calls = (heard: Heard) => new Set([...heard.names, ...heard.nickname]);

/** A register's people, made ready to be compared with; each is found by how he is called. */
export class People {
  private readonly heard = new Map<string, Heard>();
  private readonly called = new Map<string, string[]>();
  private readonly atPlace = new Map<string, number>();
  private readonly slips: Slips = new Map();
  private readonly places: Slips = new Map();
  private needed = 0;

  constructor(people: Iterable<Person> = []) {
    for (const person of people) this.put(person);
  }

  /** Somebody new, or somebody of whom something has changed. */
  put(person: Person): void {
    this.drop(person.id);
    const heard = hear(person);
    this.heard.set(person.id, heard);
    for (const sound of calls(heard)) {
      if (!this.called.has(sound)) underEachSlip(this.slips, sound);
      append(this.called, sound, person.id);
    }
    if (!this.atPlace.has(heard.place)) underEachSlip(this.places, heard.place);
    this.atPlace.set(heard.place, (this.atPlace.get(heard.place) ?? 0) + 1);
  }

  /** A sound that nobody bears any more still stands under its slips, and leads to nobody. */
  drop(id: string): void {
    const heard = this.heard.get(id);
    if (!heard) return;
    for (const sound of calls(heard)) take(this.called.get(sound)!, id);
    this.atPlace.set(heard.place, this.atPlace.get(heard.place)! - 1);
    this.heard.delete(id);
  }

  /** Those that are more likely than not this person, the likeliest first. */
  like(person: Person, most = Infinity): Like[] {
    this.needed = halfBits(weights.strangers * Math.max(this.heard.size, 1));
    const one = hear(person);
    const found = this.shortlist(one).filter((id) => id !== person.id).map((id) => this.compared(one, id));
    const likely = found.filter(({ score }) => score >= 0);
    return likely.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, most);
  }

  private shortlist(one: Heard): string[] {
    const shared = new Map<string, number>();
    for (const sound of calls(one)) {
      for (const near of [sound, ...nearTo(sound, this.slips)]) {
        const evidence = near === sound ? this.rarity(near) : this.nearly(sound, near);
        for (const id of this.called.get(near) ?? []) shared.set(id, (shared.get(id) ?? 0) + evidence);
      }
    }
    const places = new Set([one.place, ...nearTo(one.place, this.places)]);
    return [...shared].filter(([id, evidence]) => {
      if (evidence + MOST_BESIDE < this.needed) return false;
      const other = this.heard.get(id)!;
      const place = places.has(other.place) ? weights.most_of_a_place : 0;
      return evidence + sexEvidence(one, other) + yearEvidence(one, other) + place >= this.needed;
    }).map(([id]) => id);
  }

  private compared(one: Heard, id: string): Like {
    const other = this.heard.get(id)!;
    const [names, nickname] = this.nameEvidence(one, other);
    const said = { names, nickname, birth_year: yearEvidence(one, other), place: this.placeEvidence(one, other) };
    const score = names + nickname + said.birth_year + said.place + sexEvidence(one, other) - this.needed;
    return { id, score, reasons: (Object.keys(said) as Reason[]).filter((reason) => said[reason] > 0) };
  }

  private nameEvidence(one: Heard, other: Heard): [number, number] {
    const here = [...one.names], there = [...other.names];
    let names = this.taken(here, there);
    const nickHere = [...one.nickname], nickThere = [...other.nickname];
    const hadNicknames = nickHere.length > 0 && nickThere.length > 0;
    let nickname = this.taken(nickHere, nickThere);
    nickname += this.taken(here, nickThere);
    nickname += this.taken(nickHere, there);
    if (hadNicknames && nickname === 0) nickname = weights.other_nickname;
    const against = Math.min(here.length, there.length);
    const married = one.sex === "woman" && other.sex === "woman" ? Math.min(against, 1) : 0;
    const more = Math.abs(here.length - there.length);
    names += (against - married) * weights.other_name + married * weights.married_name + more * weights.one_name_more;
    return [names, nickname];
  }

  /** What these have in common, which is taken out of both: first what sounds the same, then what nearly does. */
  private taken(here: string[], there: string[]): number {
    let evidence = 0;
    for (const sound of [...here]) {
      if (!there.includes(sound)) continue;
      evidence += this.rarity(sound);
      take(here, sound);
      take(there, sound);
    }
    for (const sound of [...here]) {
      const near = there.find((other) => aSlipApart(sound, other));
      if (near === undefined) continue;
      evidence += this.nearly(sound, near);
      take(here, sound);
      take(there, near);
    }
    return evidence;
  }

  private placeEvidence(one: Heard, other: Heard): number {
    if (!one.place || !other.place) return 0;
    const rarity = (share: number) => Math.min(halfBits(this.heard.size, share), weights.most_of_a_place);
    const there = this.atPlace.get(other.place)!;
    if (one.place === other.place) return rarity(there);
    if (!aSlipApart(one.place, other.place)) return weights.other_place;
    return Math.floor((rarity(Math.min(this.atPlace.get(one.place) ?? 1, there)) * 2) / 3);
  }

  private rarity(sound: string): number {
    return halfBits(this.heard.size, this.called.get(sound)?.length ?? 0);
  }

  private nearly(sound: string, near: string): number {
    return Math.floor((Math.min(this.rarity(sound), this.rarity(near)) * 2) / 3);
  }
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function take(list: string[], value: string): void {
  list.splice(list.indexOf(value), 1);
}

/** How rare one in `of / share` is: twice its binary logarithm, downwards. */
function halfBits(of: number, share = 1): number {
  const held = Math.max(share, 1);
  if (of <= share) return 0;
  let bits = -1;
  for (let rest = Math.floor((of * of) / (held * held)); rest > 0; rest = Math.floor(rest / 2)) bits += 1;
  return bits;
}

function yearEvidence(one: Heard, other: Heard): number {
  if (one.birthYear === null || other.birthYear === null) return 0;
  const apart = Math.abs(one.birthYear - other.birthYear);
  const which = one.estimated || other.estimated ? 1 : 0;
  const row = weights.years.find(([most]) => apart <= most!);
  return row ? row[which + 1]! : weights.surely_other[which]!;
}

function sexEvidence(one: Heard, other: Heard): number {
  const stated = (sex: string) => sex === "woman" || sex === "man";
  if (!stated(one.sex) || !stated(other.sex)) return 0;
  return one.sex === other.sex ? weights.same_sex : weights.other_sex;
}
