/** A position, taken when the officer asks for it: the tablet waits until it is known well, and says how well it is. */

import { useState } from "preact/hooks";
import { mean, type Fix } from "../measuring";
import type { Point } from "../shapes";
import { showAnswer } from "../showing";
import { useWords } from "./context";
import { useFixes } from "./fixes";
import { Icon } from "./icons";
import type { InputProps } from "./questions";
import { stay } from "./touch";

const LIMIT = 20;

export default function PointInput({ field, draft, set }: InputProps) {
  const context = useWords();
  const { say } = context;
  const [since, setSince] = useState(0);
  const limit = Number(field.max ?? LIMIT);
  const { fixes, none, look, stop } = useFixes(limit, (found) => take(found));
  const point = draft.answers[field.code] as Point | undefined;
  const shown = showAnswer(field, draft.answers, context);
  const take = (found: readonly Fix[]) => {
    const place = mean(found, since);
    stop();
    if (place) set(place);
  };
  const looking = fixes !== null;
  const here = looking ? mean(fixes, since) : null;
  const begin = () => {
    setSince(context.clock.now());
    look();
  };
  const told = here ? say(here.accuracy_m > limit ? "position_now" : "position_still", { n: here.accuracy_m, limit }) : looking ? say("taking_position") : none ? say("position_none") : "";
  return (
    <div class="point">
      {shown && !looking && <p class="point-shown"><b>{shown.main}</b><span class="hint">{shown.rest}</span></p>}
      <div class="row-actions">
        {looking ? (
          <>
            <button type="button" class="secondary" disabled={!here} onClick={() => take(fixes)}><span>{say("position_anyway")}</span></button>
            <button type="button" class="quiet" onClick={stop}>{say("stop")}</button>
          </>
        ) : (
          <>
            <button type="button" class="secondary" onClick={begin}><Icon name="place" /> <span>{say(point ? "take_position_again" : "take_position")}</span></button>
            {point && <button type="button" class="quiet" onClick={(event) => { stay(event); set(undefined); }}>{say("remove")}</button>}
          </>
        )}
      </div>
      <p class="hint" aria-live="polite">{told}</p>
    </div>
  );
}
