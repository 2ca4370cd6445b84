/** Check a card or a receipt: by its code, without a network, or by its number. */

import { useEffect, useRef, useState } from "preact/hooks";
import { today } from "../drafts";
import { known, tidy } from "../papers/asking";
import { readPhoto, watch } from "../papers/scanning";
import { verify } from "../papers/verifying";
import { sayPapers } from "../papers/words";
import "../styles/papers.css";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, Notice } from "./frame";
import { Icon } from "./icons";
import { Age, Told, type Result } from "./verdicts";

export function CheckPaper() {
  const { state, doors } = useApp();
  const { say, registers, records, language } = useWords();
  const tell = sayPapers(language);
  const papers = state.meta.value.posting?.papers;
  const [looking, look] = useState(false);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [typed, setTyped] = useState("");
  const read = async (code: string | null) => {
    look(false);
    setResult(code === null || !papers ? { none: "paper_no_code" } : { verdict: await verify(code.trim(), papers, today(doors.clock)) });
  };
  const photo = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    await read(await readPhoto(file)).finally(() => setBusy(false));
  };
  const ask = async (event: Event) => {
    event.preventDefault();
    const number = tidy(typed);
    if (!number || busy) return;
    setBusy(true);
    const line = { network: doors.network, token: state.meta.value.token, language };
    setResult({ number, known: await known(number, papers, registers, records, line, state.listed.value).finally(() => setBusy(false)) });
  };
  return (
    <Frame title={say("check_paper")} left={<HomeLink />} step="papers" read>
      {result && <Told result={result} />}
      {!papers && <Notice tone="ochre"><p>{tell("paper_no_list")}</p></Notice>}
      {looking && <Camera seen={(code) => void read(code)} lost={() => (look(false), setResult({ none: "paper_no_camera" }))} end={() => look(false)} />}
      {!looking && papers && (
        <section class="card padded">
          <h2>{tell("paper_by_code")}</h2>
          <p class="hint">{tell("paper_by_code_hint")}</p>
          <div class="row-actions">
            <button type="button" class="primary" disabled={busy} onClick={() => (setResult(null), look(true))}><Icon name="camera" /> <span>{tell("paper_camera")}</span></button>
            <label class="button secondary photo-take">
              <span>{tell("paper_photo")}</span>
              <input type="file" accept="image/*" disabled={busy} aria-label={tell("paper_photo")} onChange={(event) => void photo(event.currentTarget.files?.[0])} />
            </label>
          </div>
        </section>
      )}
      <form class="card padded" onSubmit={(event) => void ask(event)}>
        <h2><label for="paper-number">{tell("paper_by_number")}</label></h2>
        <p class="hint">{tell("paper_by_number_hint")}</p>
        <div class="row-actions">
          <input id="paper-number" class="input" value={typed} autocomplete="off" spellcheck={false} maxLength={40} onInput={(event) => setTyped(event.currentTarget.value)} />
          <button type="submit" class="secondary" aria-disabled={busy}>{tell("paper_ask")}</button>
        </div>
      </form>
      <p class="hint">{papers && <Age />}</p>
    </Frame>
  );
}

function Camera({ seen, lost, end }: { seen: (code: string) => void; lost: () => void; end: () => void }) {
  const tell = sayPapers(useWords().language);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => watch(video.current!, seen, lost), []);
  return (
    <section class="card padded">
      <p>{tell("paper_hold")}</p>
      <video ref={video} class="paper-eye" muted playsInline aria-label={tell("paper_camera")} />
      <button type="button" class="secondary" onClick={end}>{tell("paper_stop")}</button>
    </section>
  );
}
