/** A position, taken when the officer asks for it; how accurate it is stands beside it. */

import { useState } from "preact/hooks";
import type { Point } from "../shapes";
import { showAnswer } from "../showing";
import { useApp, useWords } from "./context";
import { Icon } from "./icons";
import type { InputProps } from "./questions";

export function PointInput({ field, draft, set }: InputProps) {
  const { doors } = useApp();
  const context = useWords();
  const { say } = context;
  const [looking, setLooking] = useState<"" | "looking" | "none">("");
  const point = draft.answers[field.code] as Point | undefined;
  const shown = showAnswer(field, draft.answers, context);
  const take = async () => {
    setLooking("looking");
    const found = await doors.places.find();
    setLooking(found ? "" : "none");
    if (found) set({ lat_e6: found.lat_e6, lon_e6: found.lon_e6, accuracy_m: found.accuracy_m });
  };
  return (
    <div class="point">
      {shown && <p class="point-shown"><b>{shown.main}</b><span class="hint">{shown.rest}</span></p>}
      <div class="row-actions">
        <button type="button" class="secondary" disabled={looking === "looking"} onClick={() => void take()}>
          <Icon name="place" /> <span>{say(point ? "take_position_again" : "take_position")}</span>
        </button>
        {point && <button type="button" class="quiet" onClick={() => set(undefined)}>{say("remove")}</button>}
      </div>
      <p class="hint" aria-live="polite">{looking === "looking" ? say("taking_position") : looking === "none" ? say("position_none") : ""}</p>
    </div>
  );
}
