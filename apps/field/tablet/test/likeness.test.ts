/** The cases on which tablet and office must agree; pytest runs the same file against apps/registry/likeness.py. */

import { describe, expect, it } from "vitest";

import cases from "../../../../fixtures/conformance/likeness/cases.json";
import { People } from "../src/likeness";
import { aSlipApart, soundsOf } from "../src/sounds";

describe("who may already be registered", () => {
  const register = new People(cases.people);

  it.each(cases.sounds)("hears $names as the office does", ({ names, sounds }) => {
    expect(soundsOf(names)).toEqual(sounds);
  });

  it.each(cases.cases)("comes to the office's scores for $newcomer.names", ({ newcomer, like }) => {
    expect(register.like(newcomer)).toEqual(like);
  });

  it("knows a slip of the pen from another name", () => {
    for (const slip of ["kasanud", "kasndu", "kosandu", "kasandus", "akasandu"]) expect(aSlipApart("kasandu", slip)).toBe(true);
    for (const name of ["kasandu", "kisondu", "kasan", "kasandura"]) expect(aSlipApart("kasandu", name)).toBe(false);
    expect(aSlipApart("aba", "abo")).toBe(false);
  });

  it("finds nobody in an empty register, and says nothing of who has no name", () => {
    expect(new People([]).like(cases.people[0]!)).toEqual([]);
    expect(register.like({ id: "x", names: "", nickname: "", sex: "", birth_year: null, estimated: false, place: "" })).toEqual([]);
  });
});
