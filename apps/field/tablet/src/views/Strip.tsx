/** The strip of home: the three numbers that matter, the last contact, and Send now. */

import { useState } from "preact/hooks";
import { send } from "../contact";
import { localDay } from "../moments";
import { hashOf } from "../routes";
import type { State as RecordState } from "../shapes";
import { showBytes, showDay, showMoment } from "../showing";
import type { Key } from "../words/en";
import { useApp, useWords } from "./context";
import { Renew } from "./Door";
import { useContact } from "./frame";
import { Icon, StateIcon } from "./icons";

export function Strip() {
  const { state } = useApp();
  const { say } = useWords();
  const { here, server, returned } = state.counts.value;
  const [renewing, setRenewing] = useState(false);
  return (
    <section class="card strip" aria-label={say("records")}>
      <div class="strip-cells">
        <Cell count={here} state="here" list="here" name={say("here")} hint={say("here_hint")} />
        <Cell count={server} state="received" list="server" name={say("server")} hint={say("server_hint")} />
        <Cell count={returned} state="returned" list="returned" name={say("returned")} hint={say(returned ? "see_why" : "returned_hint")} link={returned > 0} />
      </div>
      <Contact onRenew={() => setRenewing(true)} />
      {renewing && <Renew onDone={() => setRenewing(false)} />}
    </section>
  );
}

function Cell({ count, state, list, name, hint, link }: { count: number; state: RecordState; list: string; name: string; hint: string; link?: boolean }) {
  return (
    <a class="cell" href={hashOf({ page: "records", state: list })} data-count={list}>
      <span class="cell-count"><StateIcon state={state} size={30} /><b>{count}</b></span>
      <span class="cell-name">{name}</span>
      <span class={link ? "cell-hint linked" : "cell-hint"}>{hint}</span>
    </a>
  );
}

function Contact({ onRenew }: { onRenew: () => void }) {
  const { state, doors } = useApp();
  const { say, language, clock } = useWords();
  const { contactAt, registersAt } = state.meta.value;
  const [day, time] = contactAt ? showMoment(contactAt, { clock, language }) : ["", ""];
  const register = state.leaseOver.value ? say("register_shut") : registersAt ? say("register_of", { day: showDay(localDay(registersAt, clock), language) }) : say("register_none");
  const free = state.free.value === null ? "" : say("free_space", { n: showBytes(state.free.value, language) });
  const trouble = state.trouble.value;
  return (
    <div class="contact-line">
      <div class="grow">
        <p><b>{useContact()}</b>{day && `, ${day}, ${time}`}</p>
        <p aria-live="polite" data-outcome={trouble ?? "none"}>{useOutcome()}</p>
        <p class="hint">{[register, free, say(state.kept.value ? "kept" : "not_kept")].filter(Boolean).join(" · ")}</p>
      </div>
      {trouble === "unknown_token" && <button type="button" class="secondary" onClick={onRenew}>{say("connect_again")}</button>}
      <button type="button" class="secondary" aria-disabled={state.sending.value} onClick={() => void send(state, doors)}>
        <Icon name="up" /> <span>{say(state.sending.value ? "sending" : "send_now")}</span>
      </button>
    </div>
  );
}

/** What happened with the server, what is safe, what comes next. */
function useOutcome(): string {
  const { state } = useApp();
  const { say, language } = useWords();
  const { here } = state.counts.value;
  const waits = here > 0 ? say("will_send", { n: here }) : "";
  const trouble = state.trouble.value;
  if (state.sending.value && state.fetched.value > 0) return say("fetching_n", { n: state.fetched.value });
  const photos = state.photos.value;
  if (photos) return say("sending_photos", { done: showBytes(photos.done, language), all: showBytes(photos.all, language) });
  if (state.sending.value && here > 0) return say("sending_n", { n: here });
  if (!state.online.value) return `${say("no_network_now")} ${waits}`.trim();
  if (trouble === "no_network") return `${say("trouble_no_network")} ${waits}`.trim();
  if (trouble) return say(`trouble_${trouble}` as Key);
  if (!state.meta.value.posting) return say("forms_missing");
  return here > 0 ? say("wait_send", { n: here }) : say("all_sent");
}
