/** A photo: taken with the tablet's camera, made small, kept with the draft and shown. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Answers, Field, Signed } from "../shapes";
import { keepPicture } from "../taking";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { Whole } from "./frame";
import { Icon } from "./icons";
import type { InputProps } from "./questions";
import { stay } from "./touch";

const MOST_KB = 300;

export function PhotoInput({ field, draft, label, about, set }: InputProps) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [told, setTold] = useState<Key | "">("");
  const name = draft.answers[field.code];
  const fresh = useRef(false);
  const shown = (image: HTMLImageElement) => {
    if (fresh.current) image.closest(".photo")?.scrollIntoView({ block: "nearest" });
    fresh.current = false;
  };
  const take = async (file: File | undefined) => {
    // A second one is not taken while the first is made smaller; the focus stays where it is.
    if (!file || !state.store.value?.album || told === "photo_working") return;
    setTold("photo_working");
    const taken = await keepPicture(file, Number(field.max ?? MOST_KB) * 1000, state, doors);
    if ("told" in taken) return setTold(taken.told);
    setTold("");
    fresh.current = true;
    set(taken.name);
  };
  return (
    <div class="photo">
      {typeof name === "string" && <Picture key={name} name={name} label={label} onShown={shown} />}
      <div class="row-actions">
        <label class="button secondary photo-take">
          <Icon name="camera" /> <span>{say(name ? "take_photo_again" : "take_photo")}</span>
          <input
            type="file" accept="image/*" capture="environment" aria-describedby={about} aria-label={label}
            aria-disabled={told === "photo_working"}
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
        {name && <button type="button" class="quiet" onClick={(event) => { stay(event); set(undefined); }}>{say("remove")}</button>}
      </div>
      <p class={told === "photo_working" || !told ? "hint" : "fault"} aria-live="polite">{told && say(told)}</p>
    </div>
  );
}

/** Shown from the album; its address is of this page alone and ends with it. Where it is not shown, why. */
export function Picture({ name, label, onShown }: { name: string; label: string; onShown?: (image: HTMLImageElement) => void }) {
  const { state } = useApp();
  const { say } = useWords();
  const [address, setAddress] = useState("");
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState<Key | "">("");
  useEffect(() => {
    const album = state.store.value?.album;
    let made = "";
    let gone = false;
    void look();
    async function look() {
      const [all, bytes] = [await album?.photos(), await album?.bytes(name)];
      if (gone) return;
      const known = all?.find(({ sha256 }) => sha256 === name);
      setWhy(known?.why ?? "");
      setMissing(bytes ? "" : known?.state === "kept" ? "photo_shut" : "photo_gone");
      if (!bytes) return;
      made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
      setAddress(made);
    }
    return () => {
      gone = true;
      URL.revokeObjectURL(made);
    };
  }, [name]);
  return (
    <>
      {address && <img class="photo-shown" src={address} alt={label} onLoad={({ currentTarget }) => onShown?.(currentTarget)} />}
      {missing && !why && <span class="hint">{say(missing)}</span>}
      {why && <span class="fault">{why}</span>}
    </>
  );
}

/** An answer that is read back: a photo as itself, a signature as itself and in words, all others in words. */
export function Spoken({ field, answers, words, label }: { field: Field; answers: Answers; words: string; label: string }) {
  const name = pictureIn(field, answers);
  return (
    <>
      {name && <Picture key={name} name={name} label={label} />}
      {field.kind !== "photo" && <b><Whole text={words} /></b>}
    </>
  );
}

const pictureIn = ({ code, kind }: Field, answers: Answers) =>
  kind === "photo" ? String(answers[code]) : kind === "signed" ? (answers[code] as Signed).picture : undefined;
