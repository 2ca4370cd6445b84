import { describe, expect, it } from "vitest";
import outlines from "../../../../fixtures/conformance/outlines/cases.json";
import ways from "../../../../fixtures/conformance/ways/cases.json";
import siteForm from "../../../../fixtures/forms/site-v3.json";
import { labelled } from "../src/maps/labels";
import { encloses, marksOn } from "../src/maps/marks";
import { fromSteps } from "../src/maps/outlines";
import { barOf, fitting, metresAPixel, moved, onScreen, spotOf, zoomed, type Size, type View } from "../src/maps/projecting";
import { showFar, showWay } from "../src/maps/saying";
import { edgeFrom, eighth, wayTo, type Place } from "../src/maps/ways";
import { metresBetween } from "../src/measuring";
import { gather } from "../src/registers";
import type { Answers, Draft, Form, OwnRecord } from "../src/shapes";
import type { Context } from "../src/showing";
import { sayIn, learn } from "../src/words";
import { inOrder } from "../src/views/MapList";
import { draftOf, fakeClock } from "./fakes";

const place = ([lat_e6, lon_e6]: readonly number[]): Place => ({ lat_e6: lat_e6!, lon_e6: lon_e6! });
const SIZE: Size = [720, 480];
await learn("en");
await learn("fr");

describe("the way to a place", () => {
  it.each(ways)("is as far as the ellipsoid's shortest line from $from to $to", ({ from, to, metres, degrees }) => {
    const way = wayTo(place(from), place(to));
    expect(Math.abs(way.metres - metres)).toBeLessThan(0.01 + metres / 10_000);
    // A turn of half a degree is not seen on a compass.
    expect(Math.abs(((way.degrees - degrees + 540) % 360) - 180)).toBeLessThan(0.5);
  });

  it("agrees with how a walk is measured, to that plan's part in a hundred", () => {
    const [from, to] = [place([4_361_000, 18_555_000]), place([4_361_900, 18_555_900])];
    expect(Math.abs(wayTo(from, to).metres / metresBetween(from, to) - 1)).toBeLessThan(0.01);
  });

  it("is said in eighths of the compass, and as exactly as somebody on foot needs it", () => {
    expect([0, 22, 23, 90, 181, 337, 338, 359.9].map(eighth)).toEqual([0, 0, 1, 2, 4, 7, 0, 0]);
    expect([0.4, 34.4, 99.4, 99.6, 344, 994, 996, 1_249, 9_949, 9_951, 23_400].map((metres) => showFar(metres, "en")))
      .toEqual(["0 m", "34 m", "99 m", "100 m", "340 m", "990 m", "1 km", "1.2 km", "9.9 km", "10 km", "23 km"]);
    expect(showWay({ metres: 1_240, degrees: 50 }, 8, "en")).toBe("1.2 km north-east of you");
    expect(showWay({ metres: 1_240, degrees: 270 }, 8, "fr")).toBe("À 1,2 km de vous, à l’ouest");
    expect(showWay({ metres: 7, degrees: 270 }, 8, "en")).toBe("You are there");
  });
});

describe("the edge of an area", () => {
  const square = [[0, 0], [900, 0], [900, 900], [0, 900]].map(place);

  it.each([[[450, 100], true, 11.1], [[450, 450], true, 49.8], [[450, -90], false, 10.0], [[-90, -90], false, 14.1], [[1_800, 450], false, 99.5]] as const)(
    "from %j: inside %s, %s m", (from, inside, metres) => {
      const edge = edgeFrom(place(from), square);
      expect([edge.inside, Math.round(edge.metres * 10) / 10]).toEqual([inside, metres]);
    });

  it("knows the bay of a bent area for outside", () => {
    const bent = [[0, 0], [900, 0], [900, 900], [600, 900], [600, 300], [300, 300], [300, 900], [0, 900]].map(place);
    expect(edgeFrom(place([450, 600]), bent).inside).toBe(false);
    expect(edgeFrom(place([450, 150]), bent).inside).toBe(true);
  });
});

it.each(outlines)("reads the outline of $name as the server writes it", ({ corners, steps }) => {
  expect(fromSteps(steps)).toEqual((corners ?? []).map(place));
});

it.each([undefined, null, "", "1", "1 2 3", "1 2 x 4", "1.5 2", {}, 7])("takes %j for no outline", (text) => expect(fromSteps(text)).toEqual([]));

describe("the map on the screen", () => {
  const here = place([-9_200_000, -20_400_000]);
  const corners = [here, place([-9_150_000, -20_300_000])];
  const view = fitting(corners, SIZE)!;
  const at = (one: Place, by = view) => onScreen(by, SIZE, spotOf(one));

  it("has everything in it, north above south and east to the right of west", () => {
    const [[x1, y1], [x2, y2]] = corners.map((one) => at(one)) as unknown as [[number, number], [number, number]];
    for (const x of [x1, x2]) expect(x >= 47.9 && x <= SIZE[0] - 47.9).toBe(true);
    for (const y of [y1, y2]) expect(y >= 47.9 && y <= SIZE[1] - 47.9).toBe(true);
    expect([x2 > x1, y2 < y1]).toEqual([true, true]);
  });

  it("has a scale that agrees with the distances", () => {
    const [[x1, y1], [x2, y2]] = corners.map((one) => at(one)) as unknown as [[number, number], [number, number]];
    const drawn = Math.hypot(x2 - x1, y2 - y1) * metresAPixel(view);
    expect(Math.abs(drawn / wayTo(corners[0]!, corners[1]!).metres - 1)).toBeLessThan(0.01);
    const { metres, width } = barOf(view, SIZE);
    expect(metres / metresAPixel(view)).toBeCloseTo(width);
    expect(width).toBeLessThanOrEqual(SIZE[0] / 3);
    expect(String(metres)).toMatch(/^[125]0*$/);
  });

  it("keeps under the fingers what is under them", () => {
    const closer = zoomed(view, 3, SIZE, [100, 50]);
    const spot = at(here);
    const [x, y] = at(here, closer);
    expect([x - 100, y - 50]).toEqual([expect.closeTo((spot[0] - 100) * 3), expect.closeTo((spot[1] - 50) * 3)]);
    const [shiftedX, shiftedY] = at(here, moved(view, 30, -20));
    expect([shiftedX - spot[0], shiftedY - spot[1]]).toEqual([expect.closeTo(30), expect.closeTo(-20)]);
  });

  it("shows neither a grain of sand nor several worlds, nor nothing at all", () => {
    let [near, far]: View[] = [view, view] as [View, View];
    for (let times = 0; times < 60; times += 1) [near, far] = [zoomed(near!, 2, SIZE), zoomed(far!, 0.5, SIZE)];
    expect([metresAPixel(near!), metresAPixel(far!)]).toEqual([expect.closeTo(0.1), expect.closeTo(2_000)]);
    expect(fitting([], SIZE)).toBeNull();
    expect(metresAPixel(fitting([here], SIZE)!) * (SIZE[1] - 96)).toBeCloseTo(300);
    expect(Number.isFinite(spotOf(place([90_000_000, 0]))[1])).toBe(true);
  });
});

it("writes no name over another, and the more important one first", () => {
  const named = [["a", 300, 100], ["b", 325, 104], ["e", 312, 112], ["c", 300, 300], ["d", 715, 200]].map(([id, x, y]) => ({ id: String(id), words: "Lower Bemba", spot: [Number(x), Number(y)] as const }));
  const labels = labelled(named, SIZE);
  expect(labels.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  // To the left where another dot lies to the right, or the screen ends.
  expect(labels.map(({ ends }) => ends)).toEqual([true, false, false, true]);
  expect(labels[3]!.x).toBeLessThan(715);
  // How far it is stands behind the name where there is room, and nothing where something else is drawn.
  const far = [{ id: "a", words: "Red bank", rest: "1.2 km", spot: [100, 100] as const }];
  expect(labelled(far, SIZE).map(({ words }) => words)).toEqual(["Red bank · 1.2 km"]);
  expect(labelled(far, [210, 200]).map(({ words }) => words)).toEqual(["Red bank"]);
  expect(labelled(far, SIZE, [[0, 90, 400, 120]])).toEqual([]);
});

describe("what stands on the map", () => {
  const clock = fakeClock();
  const changes = [
    { kind: "site", id: "near", row: { number: "S-1", name: "Near", lat_e6: 0, lon_e6: 1_000, accuracy_m: 5, outline: "0 1000 0 900 900 0" } },
    { kind: "site", id: "far", row: { number: "S-2", name: "Far", lat_e6: 500_000, lon_e6: 0, accuracy_m: null, outline: null } },
    { kind: "site", id: "drawn", row: { number: "S-3", name: "Drawn", lat_e6: null, lon_e6: null, accuracy_m: null, outline: "300 300 600 0 -300 600" } },
    { kind: "site", id: "unknown", row: { number: "S-4", name: "Unknown", lat_e6: null, lon_e6: null, accuracy_m: null, outline: null } },
    { kind: "licence", id: "l1", row: { number: "L-1", site: "near", starts_on: "2020-01-01", ends_on: "2099-12-31", revoked_on: null, status: "accepted" } },
    { kind: "licence", id: "l2", row: { number: "L-2", site: "far", starts_on: "2020-01-01", ends_on: "2020-12-31", revoked_on: null, status: "accepted" } },
  ];
  const form = siteForm as unknown as Form;
  const own = (id: string, answers: Answers, savedAt: number, state = "here") => ({ id, form: "site", number: id, answers, savedAt, state }) as OwnRecord;
  const on = (records: OwnRecord[] = [], drafts: Draft[] = []) =>
    marksOn({ say: sayIn("en"), language: "en", registers: gather([{ changes }]), posting: undefined, records, clock } as Context, drafts, [form], "2026-11-24");

  it("is every site with a place, whether a licence holds, and how many have none", () => {
    const { marks, without } = on();
    expect(marks.map(({ id, licensed, today, outline }) => [id, licensed, today, outline.length])).toEqual([["near", true, false, 3], ["far", false, false, 0], ["drawn", false, false, 3]]);
    expect(without).toBe(1);
    expect(marks[2]!.at).toEqual({ lat_e6: 600, lon_e6: 500 });
    expect(marks.map(encloses)).toEqual([true, false, true]);
  });

  it("is what was measured here today rather than what the register says", () => {
    const point = { lat_e6: 70, lon_e6: 80, accuracy_m: 4 };
    const yesterday = clock.now() - 86_400_000;
    const { marks } = on([own("unknown", { point }, clock.now()), own("far", { point }, yesterday), own("near", { point }, clock.now(), "rejected")]);
    expect(marks.find(({ id }) => id === "unknown")).toMatchObject({ at: point, today: true });
    expect(marks.find(({ id }) => id === "far")).toMatchObject({ at: { lat_e6: 500_000 }, today: false });
    expect(marks.find(({ id }) => id === "near")).toMatchObject({ at: { lon_e6: 1_000 }, today: false });
  });

  it("is an outline that is still being walked", () => {
    const corners = [{ lat_e6: 1, lon_e6: 1 }, { lat_e6: 901, lon_e6: 1 }];
    const { marks } = on([], [draftOf("site", { id: "walk", answers: { area: { corners } } })]);
    expect(marks.find(({ id }) => id === "walk")).toMatchObject({ outline: corners, today: true });
  });

  it("is listed the nearest first, and by name where nobody knows where the tablet is", () => {
    const nameOf = (mark: { id: string }) => mark.id;
    const { marks } = on();
    expect(inOrder(marks, { lat_e6: 0, lon_e6: 990 }, nameOf, "en").map(nameOf)).toEqual(["near", "drawn", "far"]);
    expect(inOrder(marks, null, nameOf, "fr").map(nameOf)).toEqual(["drawn", "far", "near"]);
  });
});
