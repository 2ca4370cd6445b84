/** A photo: taken with the tablet's camera, made small, kept with the draft and shown. */

import { useEffect, useState } from "preact/hooks";
import { pictureOf } from "../camera";
import { sha256 } from "../events";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { Icon } from "./icons";
import type { InputProps } from "./questions";

const MOST_KB = 300;

export function PhotoInput({ field, draft, label, about, set }: InputProps) {
  const { state, doors } = useApp();
  const { say } = useWords();
  const [told, setTold] = useState<Key | "">("");
  const name = draft.answers[field.code];
  const take = async (file: File | undefined) => {
    const album = state.store.value?.album;
    if (!file || !album) return;
    setTold("photo_working");
    if (!(await doors.room?.setAside())) return setTold("photo_no_room");
    const bytes = await pictureOf(file, Number(field.max ?? MOST_KB) * 1000);
    if (!bytes) return setTold("photo_none");
    const digest = await sha256(bytes);
    try {
      // On the disk before it is an answer.
      await album.keep({ sha256: digest, size: bytes.byteLength, state: "here", at: doors.clock.now() }, bytes);
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      return setTold("photo_no_room");
    }
    setTold("");
    set(digest);
  };
  return (
    <div class="photo">
      {typeof name === "string" && <Picture key={name} name={name} label={label} />}
      <div class="row-actions">
        <label class="button secondary photo-take">
          <Icon name="camera" /> <span>{say(name ? "take_photo_again" : "take_photo")}</span>
          <input
            type="file" accept="image/*" capture="environment" aria-describedby={about} aria-label={label}
            disabled={told === "photo_working"}
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
        {name && <button type="button" class="quiet" onClick={() => set(undefined)}>{say("remove")}</button>}
      </div>
      <p class="hint" aria-live="polite">{told && say(told)}</p>
    </div>
  );
}

/** Shown from the album; its address is of this page alone and ends with it. What the server refused says why, and what is shown no more that it is there. */
export function Picture({ name, label }: { name: string; label: string }) {
  const { state } = useApp();
  const { say } = useWords();
  const [address, setAddress] = useState("");
  const [why, setWhy] = useState("");
  const [isShut, setShut] = useState(false);
  useEffect(() => {
    const album = state.store.value?.album;
    let made = "";
    let gone = false;
    void album?.photos().then((all) => gone || setWhy(all.find(({ sha256 }) => sha256 === name)?.why ?? ""));
    void album?.bytes(name).then((bytes) => {
      if (gone) return;
      setShut(!bytes);
      if (!bytes) return;
      made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
      setAddress(made);
    });
    return () => {
      gone = true;
      URL.revokeObjectURL(made);
    };
  }, [name]);
  return (
    <>
      {address && <img class="photo-shown" src={address} alt={label} />}
      {isShut && !why && <span class="hint">{say("photo_shut")}</span>}
      {why && <span class="fault">{why}</span>}
    </>
  );
}
