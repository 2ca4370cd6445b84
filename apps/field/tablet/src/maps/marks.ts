/** What stands on the map: the sites of the posting, and what was measured on this tablet today. */

import { localDay } from "../moments";
import { faultIn } from "../areas";
import type { Entry, Registers } from "../registers";
import type { Answers, Area, Draft, Form, OwnRecord, Point } from "../shapes";
import { idOf, standingOn, type Context } from "../showing";
import { fromSteps } from "./outlines";
import { spotOf, type Spot } from "./projecting";
import type { Place } from "./ways";

export interface Mark {
  /** Of the site, or of the record or draft whose answer it is. */
  id: string;
  /** Where it is; of what has only an area, the middle of its corners. */
  at: Place;
  /** The metres to which that is known, where it was measured. */
  accuracy: number | null;
  outline: readonly Place[];
  /** The same on the map of the world, worked out once: a finger moves the map many times a second. */
  spot: Spot;
  spots: readonly Spot[];
  /** Measured on this tablet today. */
  today: boolean;
  of: { entry: Entry } | { draft: Draft };
  /** Whether a licence for it holds today: nobody knows of what is not saved yet. */
  licensed: boolean;
}

/** `without`: how many sites have no place that is known. */
export function marksOn(context: Context, drafts: readonly Draft[], forms: readonly Form[], day: string): { marks: Mark[]; without: number } {
  const { registers, records, clock } = context;
  const fresh = new Map(records.filter((record) => isOf(record, day, clock) && record.state !== "replaced" && record.state !== "rejected").map((record) => [record.id, record]));
  const marks: Mark[] = [];
  let without = 0;
  for (const entry of registers.get("site")?.values() ?? []) {
    const record = fresh.get(entry.id);
    // What was measured here today is newer than what the register says.
    const ground = (record && measured(record.answers, forms.find(({ code }) => code === record.form))) ?? groundOf(entry.row);
    if (ground) marks.push({ id: entry.id, ...ground, today: record !== undefined, of: { entry }, licensed: licencesOf(entry.id, registers).some((one) => standingOn(one.row, day, context)?.good) });
    else without += 1;
  }
  for (const draft of drafts) {
    const ground = measured(draft.answers, forms.find(({ code }) => code === draft.form));
    if (ground && !draft.page) marks.push({ id: draft.id, ...ground, today: true, of: { draft }, licensed: false });
  }
  return { marks, without };
}

const isOf = (record: OwnRecord, day: string, clock: Context["clock"]) => localDay(record.savedAt, clock) === day;

export const licencesOf = (site: string, registers: Registers): Entry[] => registers.get("licence")?.where("site", idOf, site) ?? [];

type Ground = Pick<Mark, "at" | "accuracy" | "outline" | "spot" | "spots">;

/** What is answered to the form's questions for a position and for an area; null where neither is. */
function measured(answers: Answers, form: Form | undefined): Ground | null {
  const fields = form?.sections.flatMap((section) => section.fields) ?? [];
  const first = <T>(kind: "point" | "area") => answers[fields.find((field) => field.kind === kind && answers[field.code])?.code ?? ""] as T | undefined;
  const [point, area] = [first<Point>("point"), first<Area>("area")];
  return grounded(point ?? null, point?.accuracy_m ?? null, area?.corners ?? []);
}

/** A row of the register, or the answers of a site that only this tablet has. */
function groundOf(row: Record<string, unknown>): Ground | null {
  const { point, area } = row as { point?: Point; area?: Area };
  if (point || area) return grounded(point ?? null, point?.accuracy_m ?? null, area?.corners ?? []);
  const [lat_e6, lon_e6, accuracy] = ["lat_e6", "lon_e6", "accuracy_m"].map((name) => (Number.isInteger(row[name]) ? Number(row[name]) : null));
  return grounded(lat_e6 == null || lon_e6 == null ? null : { lat_e6, lon_e6 }, accuracy ?? null, fromSteps(row["outline"]));
}

function grounded(point: Place | null, accuracy: number | null, outline: readonly Place[]): Ground | null {
  const at = point ?? middle(outline);
  return at && { at, accuracy, outline, spot: spotOf(at), spots: outline.map(spotOf) };
}

function middle(corners: readonly Place[]): Place | null {
  if (corners.length === 0) return null;
  const mean = (name: keyof Place) => Math.round(corners.reduce((sum, one) => sum + one[name], 0) / corners.length);
  return { lat_e6: mean("lat_e6"), lon_e6: mean("lon_e6") };
}

/** Whether its corners enclose a piece of ground: an outline on its way may not yet. */
export const encloses = ({ outline }: Pick<Mark, "outline">) => faultIn(outline) === "";
