/** The corners in figures: each can be taken out, and one be written from a plan. */

import { useRef, useState } from "preact/hooks";
import type { Corner } from "../shapes";
import { showPlace } from "../showing";
import { readDegrees } from "../walking";
import { useWords } from "./context";

interface CornersProps { corners: readonly Corner[]; write: (next: readonly Corner[]) => void }

export function Corners(props: CornersProps) {
  const { say } = useWords();
  const [open, show] = useState(false);
  return (
    <details class="corners" onToggle={(event) => show(event.currentTarget.open)}>
      <summary>{say("corners_written")}</summary>
      {open && <InFigures {...props} />}
    </details>
  );
}

function InFigures({ corners, write }: CornersProps) {
  const context = useWords();
  const { say } = context;
  const [[lat, lon], type] = useState(["", ""]);
  const [unread, setUnread] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const add = () => {
    const [north, east] = [readDegrees(lat!, 90), readDegrees(lon!, 180)];
    setUnread(north === null || east === null);
    if (north === null || east === null) return first.current?.focus();
    write([...corners, { lat_e6: north, lon_e6: east }]);
    type(["", ""]);
    return first.current?.focus();
  };
  const input = (name: "latitude" | "longitude", value: string, set: (typed: string) => void) => (
    <div>
      <label for={`corner-${name}`}>{say(name)}</label>
      <input
        id={`corner-${name}`} ref={name === "latitude" ? first : undefined} class="input" value={value} autocomplete="off" maxLength={14}
        aria-describedby="corner-hint" aria-invalid={unread || undefined} onInput={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), add())}
      />
    </div>
  );
  return (
    <>
      <ol>
        {corners.map((one, at) => (
          <li key={`${at} ${one.lat_e6} ${one.lon_e6}`}>
            <span>{showPlace(one, context)}{one.accuracy_m !== undefined && <span class="hint"> ± {one.accuracy_m} m</span>}</span>
            <button type="button" class="quiet" aria-label={say("corner_remove", { n: at + 1 })} onClick={() => write(corners.filter((_, which) => which !== at))}>{say("remove")}</button>
          </li>
        ))}
      </ol>
      <p class="hint" id="corner-hint">{say("degrees_hint")}</p>
      {unread && <p class="fault" role="alert">{say("degrees_unread")}</p>}
      <div class="corner-boxes">
        {input("latitude", lat!, (typed) => type([typed, lon!]))}
        {input("longitude", lon!, (typed) => type([lat!, typed]))}
        <button type="button" class="secondary" onClick={add}>{say("corner_add")}</button>
      </div>
    </>
  );
}
