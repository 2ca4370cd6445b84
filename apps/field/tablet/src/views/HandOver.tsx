/** Handing work over without a network: make a file of one's own, take in a colleague's and carry it. */

import { useEffect, useState } from "preact/hooks";
import { saveFile } from "../device";
import { handOver, loads, readFile, workOf, type Load, type NoFile, type Work } from "../handing";
import { localIso } from "../moments";
import { showBytes, showWhen } from "../showing";
import type { Carried } from "../shapes";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, Notice } from "./frame";
import { Icon, StateIcon } from "./icons";

export function HandOverPage() {
  const { say } = useWords();
  return (
    <Frame title={say("hand_over")} left={<HomeLink />} step="handover" read>
      <Give />
      <Carry />
    </Frame>
  );
}

function Give() {
  const { state, doors } = useApp();
  const { say, language } = useWords();
  const [work, setWork] = useState<Work | null>(null);
  const [withPhotos, setWithPhotos] = useState(true);
  const [told, setTold] = useState("");
  const [store, header, sending] = [state.store.value, state.header.value, state.sending.value];
  useEffect(() => void (store && workOf(store).then(setWork)), [store, sending]);
  if (!store || !header || !work) return null;
  const make = async () => {
    const made = await handOver(store, header.tablet, { ...work, photos: withPhotos ? work.photos : [] }, doors.chance);
    if (!made) return setTold(say("hand_over_no_key"));
    const name = `kpfield-${header.tablet.number}-${localIso(doors.clock.now(), doors.clock).slice(0, 16).replace(/\D/g, "")}.json`;
    saveFile(name, new Blob([made.text], { type: "application/json" }));
    return setTold(say("hand_over_made", { name, what: counted(made.records, made.photos) }));
  };
  const counted = (records: number, photos: number) => [say("records_n", { n: records }), photos ? say("photos_n", { n: photos }) : ""].filter(Boolean).join(", ");
  const { events, photos } = work;
  const size = photos.reduce((sum, one) => sum + one.size, 0);
  return (
    <section class="card padded">
      <h2>{say("hand_over_give")}</h2>
      <p>{say("hand_over_lead")}</p>
      {events.length + photos.length === 0 && <p class="lead">{say("hand_over_nothing")}</p>}
      {events.length + photos.length > 0 && (
        <>
          <p class="standing"><StateIcon state="here" size={22} /> <b>{counted(events.length, photos.length)}</b> {say("hand_over_only_here")}</p>
          {photos.length > 0 && (
            <label class={withPhotos ? "choice chosen" : "choice"}>
              <input type="checkbox" checked={withPhotos} onChange={() => setWithPhotos(!withPhotos)} />
              <span class="mark" aria-hidden="true" />
              <span>{say("hand_over_photos", { n: photos.length, size: showBytes(size * 2, language) })}</span>
            </label>
          )}
          <button type="button" class="primary" onClick={() => void make()}><Icon name="lock" /> <span>{say("hand_over_do")}</span></button>
        </>
      )}
      <div aria-live="polite" data-made={told ? "" : undefined}>{told && <Notice tone="leaf"><p>{told}</p></Notice>}</div>
    </section>
  );
}

function Carry() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [carried, setCarried] = useState<Carried[]>([]);
  const [told, setTold] = useState<{ words: string; good: boolean } | null>(null);
  const cargo = state.store.value?.cargo;
  const look = () => void cargo?.all().then(setCarried);
  useEffect(look, [cargo, state.sending.value]);
  const take = async (file: File | undefined) => {
    if (!file || !cargo) return;
    const found = await readFile(await file.text(), doors.clock.now());
    if (typeof found === "string") return setTold({ words: say(NONE[found]), good: false });
    const kept = await cargo.add(found.packages).then(() => true, () => false);
    setTold(kept ? { words: say("carry_taken", { n: found.records, tablet: found.tablet }), good: true } : { words: say("carry_full"), good: false });
    return look();
  };
  return (
    <section class="card padded">
      <h2>{say("carry")}</h2>
      <p>{say("carry_lead")}</p>
      <label class="button secondary photo-take">
        <Icon name="list" /> <span>{say("carry_do")}</span>
        <input
          type="file" accept="application/json,.json" aria-label={say("carry_do")}
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
      </label>
      <div aria-live="polite">{told && <Notice tone={told.good ? "leaf" : "clay"}><p>{told.words}</p></Notice>}</div>
      {carried.length > 0 && <ul class="rows">{loads(carried).map((load) => <LoadRow key={load.tablet} load={load} />)}</ul>}
    </section>
  );
}

const NONE = { not_a_file: "carry_not_a_file", for_the_custodian: "carry_custodian", newer: "carry_newer" } as const satisfies Record<NoFile, string>;

function LoadRow({ load: { tablet, records, waiting, keptShut, at } }: { load: Load }) {
  const context = useWords();
  const { say } = context;
  const words = waiting ? "carry_waits" : keptShut ? "carry_kept_shut" : "carry_handed_in";
  return (
    <li data-carried={tablet} data-state={waiting ? "here" : "received"}>
      <StateIcon state={waiting ? "here" : "received"} size={28} />
      <span class="entry">
        <b>{say("carry_load", { n: records, tablet })}</b>
        <span class="hint">{say(words, { when: showWhen(at, context) })}</span>
      </span>
    </li>
  );
}
