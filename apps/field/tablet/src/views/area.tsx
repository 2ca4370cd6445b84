/** A piece of ground: walked around with the tablet, or its corners written. Each corner is on the tablet at once. */

import { useRef, useState } from "preact/hooks";
import { crossesOnTheWay, faultIn, squareMetres } from "../areas";
import type { Fix } from "../measuring";
import { roughness } from "../placing";
import type { Area, Corner } from "../shapes";
import { inLanguage, showHectares } from "../showing";
import { cornerOf, step, walked } from "../walking";
import { formOf } from "../work";
import { useApp, useWords } from "./context";
import { Corners } from "./corners";
import { useFixes } from "./fixes";
import { Icon } from "./icons";
import { Outline } from "./outline";
import type { InputProps } from "./questions";
import "../styles/ground.css";

const LIMIT = 20;
const MOST = 100;

export default function AreaInput({ field, draft, set, about }: InputProps) {
  const { state, doors } = useApp();
  const context = useWords();
  const { say } = context;
  const [back, setBack] = useState(false);
  const limit = Number(field.max ?? LIMIT);
  const area = draft.answers[field.code] as Area | undefined;
  const corners = area?.corners ?? [];
  // Positions come faster than answers are shown.
  const now = useRef<readonly Corner[]>(corners);
  now.current = corners;
  const write = (next: readonly Corner[], mock = area?.mock) => {
    now.current = next;
    set(next.length > 0 ? { corners: [...next], ...(mock ? { mock } : {}) } : undefined);
  };
  const take = (fix: Fix, next: readonly Corner[]) => {
    write(next, area?.mock || fix.mock);
    // Whoever walks does not touch the tablet, and works all the same.
    doors.stir?.();
  };
  const { fixes, none, look, stop } = useFixes(limit, undefined, (fix) => {
    const next = step(now.current, fix, limit, field.max_length ?? MOST);
    if (next.corners !== now.current) take(fix, next.corners);
    if (next.back) {
      setBack(true);
      stop();
    }
  });
  const here = fixes?.at(-1) ?? null;
  const crossing = fixes ? crossesOnTheWay(corners) : faultIn(corners) === "crossing";
  const sentence = formOf(state, draft.form)?.sentences["crossing.area"];
  const where = !fixes ? "" : !here ? say("taking_position") : here.accuracy_m > limit ? say("position_now", { n: here.accuracy_m, limit }) : [say("walk_here", { n: here.accuracy_m }), corners.length > 1 ? "" : say("walk_lead")].join(" ");
  return (
    <div class="area">
      <Outline corners={corners} here={here} label={say("outline", { n: corners.length })} />
      <p class="area-figures" role="status">
        {corners.length > 0 && (
          <>
            <b>{showHectares(squareMetres(corners), context)}</b>
            <span>{say("corners", { n: corners.length })}</span>
            {roughness({ corners }) > 0 && <span>{say("walked", { n: Math.round(walked(corners)) })}</span>}
          </>
        )}
      </p>
      {crossing && <p class="fault" role="alert">{inLanguage(sentence, context.language)}</p>}
      <p class="hint" aria-live="polite">{where || (none ? say("position_none") : back ? say("walk_round") : "")}</p>
      <div class="row-actions">
        {fixes ? (
          <>
            <button type="button" class="secondary" disabled={!here} onClick={() => here && take(here, [...now.current, cornerOf(here)])}><Icon name="place" /> <span>{say("corner_here")}</span></button>
            <button type="button" class="secondary" onClick={stop}><span>{say("walk_stop")}</span></button>
          </>
        ) : (
          <button type="button" class="secondary" aria-describedby={about} onClick={() => (setBack(false), look())}><Icon name="place" /> <span>{say(corners.length ? "walk_on" : "walk")}</span></button>
        )}
        {corners.length > 0 && <button type="button" class="quiet" onClick={() => write(corners.slice(0, -1))}><Icon name="returned" /> <span>{say("corner_back")}</span></button>}
      </div>
      <Corners corners={corners} write={write} />
    </div>
  );
}
