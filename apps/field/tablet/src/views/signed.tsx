/** A signature or a mark, drawn with the finger; who cannot, or will not, says why. */

import { useEffect, useRef, useState } from "preact/hooks";
import SignaturePad from "signature_pad";
import type { Signed } from "../shapes";
import { keepPicture } from "../taking";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { Picture } from "./photo";
import type { InputProps } from "./questions";
import { stay } from "./touch";
import "../styles/ground.css";

const MOST_KB = 30;
const WAYS = ["signature", "mark", "none"] as const;

export default function SignedInput({ field, draft, label, set }: InputProps) {
  const { say } = useWords();
  const signed = draft.answers[field.code] as Signed | undefined;
  const most = field.max_length;
  // Another way keeps what it asks too.
  const choose = (how: Signed["how"]) => {
    const { picture, witness, reason } = signed ?? {};
    set({ how, ...(how !== "none" && picture ? { picture } : {}), ...(how === "mark" && witness ? { witness } : {}), ...(how === "none" && reason ? { reason } : {}) });
  };
  const written = (name: "witness" | "reason") => (
    <div class="question">
      <label for={`q-${field.code}-${name}`}>{say(`signed_${name}`)}</label>
      <input
        id={`q-${field.code}-${name}`} class="input" value={signed?.[name] ?? ""} maxLength={most} autocomplete="off"
        onInput={(event) => signed && set({ ...signed, [name]: event.currentTarget.value })}
      />
    </div>
  );
  return (
    <div class="signed">
      <div class="choices">
        {WAYS.map((how) => (
          <label key={how} class={signed?.how === how ? "choice chosen" : "choice"}>
            <input type="radio" name={`q-${field.code}`} value={how} checked={signed?.how === how} onChange={() => choose(how)} />
            <span class="mark" aria-hidden="true" />
            <span>{say(`signed_${how}`)}</span>
          </label>
        ))}
      </div>
      {signed && signed.how !== "none" && <Drawing field={field} label={label} signed={signed} set={set} />}
      {signed?.how === "mark" && written("witness")}
      {signed?.how === "none" && written("reason")}
      {signed && <button type="button" class="quiet" onClick={(event) => { stay(event); set(undefined); }}>{say("remove")}</button>}
    </div>
  );
}

interface DrawingProps extends Pick<InputProps, "field" | "label" | "set"> { signed: Signed }

function Drawing({ field, label, signed, set }: DrawingProps) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [told, setTold] = useState<Key | "">("");
  // What is being drawn stays under the finger; what was drawn before is shown as it was kept.
  const [drawing, draw] = useState(!signed.picture);
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = useRef(signed);
  now.current = signed;
  const again = () => {
    const { picture: _gone, ...rest } = now.current;
    set(rest);
    draw(false);
    setTimeout(() => draw(true));
  };
  useEffect(() => {
    const paper = canvas.current;
    if (!drawing || !paper) return undefined;
    const pad = padOn(paper);
    let stroke = 0;
    pad.addEventListener("endStroke", () => void keep((stroke += 1)));
    async function keep(mine: number) {
      const file = await new Promise<Blob | null>((done) => paper!.toBlob(done));
      const taken = file ? await keepPicture(file, Number(field.max ?? MOST_KB) * 1000, state, doors) : { told: "photo_none" as const };
      // A later stroke is kept by itself, and has this one in it.
      if (mine !== stroke) return;
      setTold("told" in taken ? taken.told : "");
      if ("name" in taken) set({ ...now.current, picture: taken.name });
    }
    return () => {
      stroke = -1;
      pad.off();
    };
  }, [drawing]);
  return (
    <div>
      {drawing && <p class="hint" aria-hidden="true">{say("signed_field")}</p>}
      {drawing ? <canvas ref={canvas} class="drawing" role="img" aria-label={say("signed_field")} /> : signed.picture && <Picture key={signed.picture} name={signed.picture} label={label} />}
      <p class="fault" aria-live="polite">{told && say(told)}</p>
      {signed.picture && <button type="button" class="quiet" onClick={again}>{say("signed_again")}</button>}
    </div>
  );
}

/** As fine as the screen is; always dark on white, as it is seen at the desk. */
function padOn(paper: HTMLCanvasElement): SignaturePad {
  const fine = Math.max(1, devicePixelRatio);
  paper.width = paper.clientWidth * fine;
  paper.height = paper.clientHeight * fine;
  paper.getContext("2d")!.scale(fine, fine);
  return new SignaturePad(paper, { penColor: "#14211f", backgroundColor: "#ffffff", minWidth: 1.5, maxWidth: 3.5 });
}
