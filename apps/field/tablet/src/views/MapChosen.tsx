/** One place of the map in words: how far and which way, whether the officer is inside it, and which licences are for it. */

import { squareMetres } from "../areas";
import { today } from "../drafts";
import { encloses, licencesOf, type Mark } from "../maps/marks";
import { showFar, showWay } from "../maps/saying";
import { edgeFrom, wayTo } from "../maps/ways";
import { sayMap } from "../maps/words";
import { hashOf } from "../routes";
import type { Corner } from "../shapes";
import { describe, showHectares, showPlace, standingOn, type Context } from "../showing";
import { recordOf } from "../work";
import { useApp, useWords } from "./context";
import { Whole } from "./frame";
import { Icon } from "./icons";
import { EntryLines } from "./reference";

export interface Titled { title: string; detail: string }

/** A site as people know it; of what is not saved yet, the name that was typed. */
export function titleOf({ of }: Mark, context: Context): Titled {
  if ("entry" in of) return describe(of.entry, context);
  const typed = String(of.draft.answers["name"] ?? "");
  return { title: typed || context.say(`tile_${of.draft.form}`), detail: sayMap(context.language)("map_not_saved") };
}

/** The name alone, as it stands on the map. */
export const shortName = ({ of }: Mark, context: Context) =>
  "entry" in of ? String(of.entry.row["name"] ?? of.entry.row["number"] ?? "") : titleOf({ of } as Mark, context).title;

export function MapChosen({ mark, here }: { mark: Mark; here: Corner | null }) {
  const { state } = useApp();
  const context = useWords();
  const { language } = context;
  const tell = sayMap(language);
  const { title, detail } = titleOf(mark, context);
  const draft = "draft" in mark.of ? mark.of.draft : null;
  const ground = encloses(mark);
  return (
    <section class="card padded map-chosen-card" data-chosen={mark.id}>
      <h2 tabIndex={-1} data-chosen-title><Whole text={title} /></h2>
      {detail && <p><Whole text={detail} /></p>}
      {here && <p class="lead"><b>{showWay(wayTo(here, mark.at), here.accuracy_m ?? 0, language)}</b></p>}
      {here && ground && <p>{edgeWords(mark, here, context)}</p>}
      <p>
        {ground ? `${context.say("corners", { n: mark.outline.length })} · ${showHectares(squareMetres(mark.outline), context)}` : tell(mark.outline.length > 0 ? "map_open_area" : "map_no_area")}
      </p>
      <p class="hint">{showPlace(mark.at, context)}{mark.accuracy !== null && ` · ${context.say("accuracy", { n: mark.accuracy })}`}</p>
      {!draft && <Licences site={mark.id} />}
      {draft && <a class="secondary" href={hashOf({ page: "form", draft: draft.id, at: draft.at })}>{tell("map_go_on")}</a>}
      {recordOf(state, mark.id) && <a class="secondary" href={hashOf({ page: "record", id: mark.id })}>{context.say("open_record")}</a>}
    </section>
  );
}

function edgeWords(mark: Mark, here: Corner, { language }: Context): string {
  const tell = sayMap(language);
  const { inside, metres } = edgeFrom(here, mark.outline);
  const known = here.accuracy_m ?? 0;
  // Nearer than the satellites tell, nobody knows on which side he stands.
  if (metres <= known) return tell("map_at_edge", { n: known });
  return tell(inside ? "map_inside" : "map_outside", { far: showFar(metres, language) });
}

function Licences({ site }: { site: string }) {
  const { doors } = useApp();
  const context = useWords();
  const tell = sayMap(context.language);
  const day = today(doors.clock);
  const holds = (row: Record<string, unknown>) => standingOn(row, day, context)?.good ?? false;
  // Those that hold stand first.
  const all = [...licencesOf(site, context.registers)].sort((a, b) => Number(holds(b.row)) - Number(holds(a.row)));
  if (all.length === 0) return <p class="standing"><Icon name="stop" tone="clay" size={20} /> {tell("map_no_licence")}</p>;
  return (
    <>
      <h3>{tell("map_licences")}</h3>
      <ul class="map-licences">{all.map((entry) => <li key={entry.id}><EntryLines entry={entry} /></li>)}</ul>
    </>
  );
}
