/** The map: where the officer is, which sites are near, how far and which way, and where each one ends. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { today } from "../drafts";
import { kept, type Kept } from "../maps/bringing";
import { marksOn, type Mark } from "../maps/marks";
import { fitting, zoomed, type Size, type View } from "../maps/projecting";
import { shelf } from "../maps/shelf";
import { sayMap, type Tell } from "../maps/words";
import type { Corner } from "../shapes";
import { useApp, useWords } from "./context";
import { useFixes } from "./fixes";
import { Frame, HomeLink, Notice } from "./frame";
import { Icon } from "./icons";
import { LeaseOver } from "./reference";
import { MapBase, useGround, villages } from "./MapBase";
import { MapChosen, shortName } from "./MapChosen";
import { inOrder, MapList } from "./MapList";
import { CLOSER, useMoving } from "./MapMoving";
import { MapPacks } from "./MapPacks";
import { markAt, MapPlot } from "./MapPlot";
import "../styles/map.css";

/** So many sites around the officer are shown at first. */
const NEAREST = 6;
const LIMIT = 20;

export function MapPage() {
  const { state, doors } = useApp();
  const context = useWords();
  const { say, language, registers, records, posting } = context;
  const tell = sayMap(language);
  const { page, site } = { site: "", ...state.route.value };
  const day = today(doors.clock);
  const drafts = state.drafts.value;
  const { marks, without } = useMemo(() => marksOn(context, drafts, posting?.forms ?? [], day), [registers, records, drafts, posting, day]);
  const nameOf = (mark: Mark) => shortName(mark, context);
  const { here, looking, told, look, stop } = useHere(tell);
  const ordered = useMemo(() => inOrder(marks, here, nameOf, language), [marks, here, language]);
  const [packs, renew] = usePacks(state.training);
  const [picked, pick] = useState(site);
  const chosen = marks.find(({ id }) => id === picked) ?? null;
  const choose = (mark: Mark) => {
    pick(mark.id);
    // What is told of it stands under the map: whoever listens, or chose far below, is led there.
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-chosen-title]")?.focus());
  };
  return (
    <Frame title={say("map")} left={<HomeLink />} step={page}>
      <LeaseOver />
      {site && !chosen && <Notice tone="ochre"><p>{tell("map_no_place")}</p></Notice>}
      {marks.length === 0 && !here && <p class="lead" data-map-empty>{tell("map_none")}</p>}
      <Plan {...{ marks: ordered, here, chosen, nameOf, choose, tell, packs }} />
      <div class="row-actions map-where">
        <button type="button" class="primary" data-do="where" onClick={looking ? stop : look}><Icon name="place" /> <span>{tell(looking ? "map_where_stop" : "map_where")}</span></button>
        <p class="hint" role="status">{told}</p>
      </div>
      <MapList marks={ordered} here={here} chosen={chosen} choose={choose} />
      {!state.training && <MapPacks packs={packs} renewed={renew} />}
      {without > 0 && <p class="hint" data-without={without}>{tell("map_without", { n: without })}</p>}
    </Frame>
  );
}

interface PlanProps { marks: Mark[]; here: Corner | null; chosen: Mark | null; nameOf(mark: Mark): string; choose(mark: Mark): void; tell: Tell; packs: readonly Kept[] }

function Plan({ marks, here, chosen, nameOf, choose, tell, packs }: PlanProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [own, show] = useState<View | null>(null);
  const all = () => fitting([...marks.flatMap(({ at, outline }) => [at, ...outline]), ...(here ? [here] : [])], size);
  const view = own ?? firstView(marks, here, chosen, size);
  const moving = useMoving(view, size, show, (spot) => {
    const mark = view && markAt(spot, marks, view, size);
    if (mark) choose(mark);
  });
  // Whatever is chosen in the list is brought into view, and stays there with the tablet until the map is moved.
  useEffect(() => show(null), [chosen?.id]);
  const squares = useGround(packs, view, size);
  if (!view) return null;
  return (
    <>
      <div class="map" ref={box} tabIndex={0} role="group" aria-label={tell("map_about")} data-map {...moving}>
        <MapPlot {...{ marks, view, size, here, chosen, nameOf }} villages={villages(squares, view, size)}><MapBase {...{ squares, view, size }} /></MapPlot>
      </div>
      {packs.map(({ digest, archive: { from } }) => from && <p class="hint" key={digest}>{tell("pack_from", { from })}</p>)}
      {chosen && <MapChosen mark={chosen} here={here} />}
      <div class="row-actions">
        <button type="button" class="secondary" data-do="closer" onClick={() => show(zoomed(view, CLOSER, size))}>{tell("map_closer")}</button>
        <button type="button" class="secondary" data-do="farther" onClick={() => show(zoomed(view, 1 / CLOSER, size))}>{tell("map_farther")}</button>
        <button type="button" class="secondary" data-do="all" onClick={() => show(all())}>{tell("map_all")}</button>
        {here && <button type="button" class="secondary" data-do="near" onClick={() => show(firstView(marks, here, null, size))}>{tell("map_near")}</button>}
      </div>
      <p class="map-legend">
        <span><Dot full /> {tell("map_full")}</span> <span><Dot /> {tell("map_hollow")}</span>
        {marks.some((mark) => mark.today) && <span><Dot fresh /> {tell("map_today_mark")}</span>}
      </p>
    </>
  );
}

const Dot = ({ full, fresh }: { full?: boolean; fresh?: boolean }) => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
    {!fresh && <circle cx="14" cy="14" r="8" class={full ? "map-dot" : "map-dot hollow"} />}
    {fresh && <path d="M2 14h24" class="map-fresh" />}
  </svg>
);

/** What was chosen, with the way there; else what lies around the officer; else everything. */
function firstView(marks: readonly Mark[], here: Corner | null, chosen: Mark | null, size: Size): View | null {
  const those = chosen ? [chosen] : here ? marks.slice(0, NEAREST) : marks;
  return fitting([...those.flatMap(({ at, outline }) => [at, ...outline]), ...(here ? [here] : [])], size);
}

/** The maps that lie on this tablet; in practice there are none. */
function usePacks(training: boolean): [packs: readonly Kept[], renew: () => void] {
  const [packs, show] = useState<readonly Kept[]>([]);
  const renew = () => void kept(shelf).then(show, () => undefined);
  useEffect(() => (training ? undefined : renew()), []);
  return [packs, renew];
}

function useSize(box: { current: HTMLElement | null }): Size {
  const [size, resize] = useState<Size>([320, 320]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const watching = new ResizeObserver(() => resize([element.clientWidth, element.clientHeight]));
    watching.observe(element);
    return () => watching.disconnect();
  });
  return size;
}

/** Where the tablet is: at once where it knows and may say so, and again and again once the officer asks. */
function useHere(tell: Tell) {
  const { doors } = useApp();
  const { say } = useWords();
  const [seen, see] = useState<Corner | null>(null);
  const { fixes, none, look, stop } = useFixes(LIMIT, undefined, see);
  useEffect(() => {
    let gone = false;
    void doors.places.known().then((found) => !gone && see((now) => now ?? found));
    return () => void (gone = true);
  }, []);
  const looking = fixes !== null;
  const n = seen?.accuracy_m ?? 0;
  const told = looking ? (fixes.length > 0 ? tell("map_known", { n }) : say("taking_position")) : none ? say("position_none") : seen ? tell("map_seen", { n }) : "";
  return { here: seen, looking, told, look, stop };
}
