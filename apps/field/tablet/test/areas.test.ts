/** The cases of fixtures/conformance/areas, which pytest runs against areas.py. */

import { describe, expect, it } from "vitest";
import cases from "../../../../fixtures/conformance/areas/cases.json";
import { crossesOnTheWay, faultIn, squareMetres } from "../src/areas";

const cornersOf = (places: number[][]) => places.map(([lat_e6, lon_e6]) => ({ lat_e6: lat_e6!, lon_e6: lon_e6! }));

describe.each(cases)("$name", ({ corners, fault, square_metres }) => {
  it("has the fault that is written, and the size", () => {
    expect(faultIn(cornersOf(corners))).toBe(fault);
    if (!fault) expect(squareMetres(cornersOf(corners))).toBe(square_metres);
  });
});

it("measures nothing where there is nothing", () => expect(squareMetres([])).toBe(0));

it("calls nothing crossed while the way around a bay is still walked", () => {
  const bay = cornersOf([[0, 0], [0, 400], [400, 400], [400, -400], [-400, -400], [-400, 800], [0, 800]]);

  expect(faultIn(bay)).toBe("crossing");
  expect(crossesOnTheWay(bay)).toBe(false);
  expect(crossesOnTheWay([...bay, ...cornersOf([[200, 200]])])).toBe(true);
});
