/** The map itself: the sites, what was measured, the tablet, a bar of so many metres, and north at the top. */

import type { ComponentChildren } from "preact";
import { labelled, type Box, type Named } from "../maps/labels";
import { encloses, type Mark } from "../maps/marks";
import { barOf, metresAPixel, onScreen, spotOf, type Size, type Spot, type View } from "../maps/projecting";
import { showFar } from "../maps/saying";
import { wayTo, type Place } from "../maps/ways";
import type { Corner } from "../shapes";
import { useWords } from "./context";

/** A finger is so wide, in pixels. */
const FINGER = 32;
/** An area that is smaller lies under its dot. */
const SMALLEST = 12;
/** More names than so many nobody reads at once. */
const NAMES = 40;

export interface Drawn { marks: readonly Mark[]; view: View; size: Size; here: Corner | null; chosen: Mark | null; nameOf: (mark: Mark) => string; villages: readonly Named[]; children?: ComponentChildren }

export function MapPlot({ marks, view, size, here, chosen, nameOf, villages, children }: Drawn) {
  const { language } = useWords();
  const [wide, high] = size;
  const on = (place: Place) => onScreen(view, size, spotOf(place));
  const place = (spot: Spot) => onScreen(view, size, spot);
  const seen = visible(marks, place, size);
  const { metres, width } = barOf(view, size);
  const you = here && on(here);
  const farOff = (mark: Mark) => {
    const far = here ? wayTo(here, mark.at).metres : 0;
    return here && far > (here.accuracy_m ?? 0) ? showFar(far, language) : undefined;
  };
  // What was chosen is named before anything else, then what is of today.
  const inside = seen.filter(({ spot: [x, y] }) => x > 0 && y > 0 && x < wide && y < high);
  const first = inside.sort((a, b) => weight(b.mark, chosen) - weight(a.mark, chosen)).slice(0, NAMES);
  const named = first.map(({ mark, spot }) => ({ id: mark.id, words: nameOf(mark), rest: farOff(mark), spot }));
  // Where north, the bar and the tablet are drawn, nothing else is written.
  const kept: Box[] = [[wide - 44, 0, wide, 64], [0, high - 32, width + 110, high], ...(you ? [[you[0] - 16, you[1] - 16, you[0] + 16, you[1] + 16] as const] : [])];
  const labels = labelled([...named, ...villages], size, kept);
  return (
    <svg viewBox={`0 0 ${wide} ${high}`} width={wide} height={high} aria-hidden="true">
      {children}
      {grounds(marks, place, size).map(({ mark, points }) => (
        <polygon key={mark.id} points={points} data-outline={mark.id} class={["map-ground", mark.today && "today", mark.id === chosen?.id && "chosen", !encloses(mark) && "open"].filter(Boolean).join(" ")} />
      ))}
      {villages.map(({ id, spot: [x, y] }) => <path key={id} d={`M${x - 4} ${y - 4}h8v8h-8z`} class="ground-village" />)}
      {you && chosen && <path d={`M${you.join(" ")}L${on(chosen.at).join(" ")}`} class="map-way" />}
      {seen.map(({ mark, spot: [x, y] }) => <MarkDot key={mark.id} mark={mark} x={x} y={y} chosen={mark.id === chosen?.id} />)}
      {labels.map(({ id, words, x, y, ends }) => <text key={id} x={x} y={y} text-anchor={ends ? "end" : "start"} class={id.startsWith("village/") ? "map-village" : "map-name"}>{words}</text>)}
      {you && <circle cx={you[0]} cy={you[1]} r={Math.max(14, (here.accuracy_m ?? 0) / metresAPixel(view))} class="map-around" />}
      {you && <circle cx={you[0]} cy={you[1]} r="7" class="map-here" data-here />}
      <g class="map-bar">
        <path d={`M14 ${high - 20}v8h${width.toFixed(1)}v-8`} />
        <text x={22 + width} y={high - 10}>{showFar(metres, language)}</text>
        <path d={`M${wide - 20} 36V12m-7 9l7-9 7 9`} />
        <text x={wide - 20} y="54" text-anchor="middle">N</text>
      </g>
    </svg>
  );
}

function MarkDot({ mark, x, y, chosen }: { mark: Mark; x: number; y: number; chosen: boolean }) {
  const shape = mark.licensed ? "map-dot" : "map-dot hollow";
  return (
    <g data-mark={mark.id}>
      {chosen && <circle cx={x} cy={y} r="15" class="map-chosen" />}
      <circle cx={x} cy={y} r="8" class={shape} />
      {mark.today && <path d={`M${x - 13} ${y + 13}h26`} class="map-fresh" />}
    </g>
  );
}

interface Seen { mark: Mark; spot: Spot }

/** The areas that reach into the screen, and are not as small as a dot. */
function grounds(marks: readonly Mark[], place: (spot: Spot) => Spot, [wide, high]: Size): { mark: Mark; points: string }[] {
  return marks.flatMap((mark) => {
    if (mark.spots.length < 2) return [];
    const corners = mark.spots.map(place);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, right, top, low] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    if (right < 0 || low < 0 || left > wide || top > high || Math.max(right - left, low - top) < SMALLEST) return [];
    return [{ mark, points: corners.map((corner) => corner.map((one) => one.toFixed(1)).join(",")).join(" ") }];
  });
}

function visible(marks: readonly Mark[], place: (spot: Spot) => Spot, [wide, high]: Size): Seen[] {
  const spots = marks.map((mark) => ({ mark, spot: place(mark.spot) }));
  return spots.filter(({ spot: [x, y] }) => x > -20 && y > -20 && x < wide + 20 && y < high + 20);
}

const weight = (mark: Mark, chosen: Mark | null) => (mark.id === chosen?.id ? 2 : mark.today ? 1 : 0);

/** The mark under a finger, the nearest of several; null where there is none. */
export function markAt([x, y]: Spot, marks: readonly Mark[], view: View, size: Size): Mark | null {
  const far = (mark: Mark) => {
    const [markX, markY] = onScreen(view, size, mark.spot);
    return Math.hypot(markX - x, markY - y);
  };
  const nearest = [...marks].map((mark) => [far(mark), mark] as const).sort(([one], [other]) => one - other)[0];
  return nearest && nearest[0] <= FINGER ? nearest[1] : null;
}
