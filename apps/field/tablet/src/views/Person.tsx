/** Somebody of the register: as much as a tablet carries of anybody, and whether the licence holds today. */

import { today } from "../drafts";
import { othersIn } from "../merged";
import { hashOf } from "../routes";
import { inLanguage, licenceOf, noun, showTelling, standingOn, tellingFields } from "../showing";
import { formOf, recordOf, takeBack } from "../work";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, Numbers, SunSwitch } from "./frame";
import { Icon } from "./icons";
import { LeaseOver } from "./reference";

export function PersonPage({ id }: { id: string }) {
  const { state } = useApp();
  const context = useWords();
  const { say, language, registers } = context;
  const row = registers.get("digger")?.get(id)?.row;
  const others = othersIn(row?.["others"]).map(([, number]) => number).join(", ");
  const shown = tellingFields(formOf(state, "digger")).map((field) => [field, row ? showTelling(field, row, context) : ""] as const);
  return (
    <Frame
      title={row ? `${noun("digger", say)} ${String(row["number"] ?? "")}` : say("find")} under={row && String(row["names"] ?? "")} left={<HomeLink />}
      right={state.narrow.value ? undefined : <SunSwitch />} foot={<Numbers />} step={id} read
    >
      <NotTwice />
      <LeaseOver />
      {!row && <p class="lead">{say("record_gone")}</p>}
      {row && (
        <section class="card" data-person={id}>
          <dl class="answers small">
            {shown.filter(([, words]) => words).map(([field, words]) => (
              <div class="answer" key={field.code}><dt>{inLanguage(field.label, language)}</dt><dd><b>{words}</b></dd></div>
            ))}
            {others && <div class="answer"><dt>{say("person_others")}</dt><dd><b>{others}</b></dd></div>}
          </dl>
        </section>
      )}
      {row && <LicenceToday digger={id} />}
      {row && <a class="secondary" data-show-paper href={hashOf({ page: "paper", kind: "card", id })}><Icon name="card" /> <span>{say("show_card")}</span></a>}
      {recordOf(state, id) && <a class="secondary" href={hashOf({ page: "record", id })}>{say("open_record")}</a>}
    </Frame>
  );
}

/** The form that was given up for this person, until it is taken back or another is thrown away. */
function NotTwice() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const draft = state.thrown.value;
  if (draft?.form !== "digger") return null;
  const undo = () => {
    takeBack(state);
    doors.go({ page: "check", draft: draft.id });
  };
  return (
    <div class="undo" role="status">
      <span>{say("not_twice")}</span>
      <button type="button" class="secondary" onClick={undo}>{say("undo")}</button>
    </div>
  );
}

export function LicenceToday({ digger }: { digger: string }) {
  const { doors } = useApp();
  const context = useWords();
  const licence = licenceOf(digger, context);
  const standing = licence && standingOn(licence, today(doors.clock), context);
  if (!standing) return null;
  return (
    <span class="standing found-standing">
      <Icon name={standing.good ? "tick" : "stop"} tone={standing.good ? "leaf" : "clay"} />
      <span><b>{context.say(standing.good ? "licence_valid" : "licence_expired")}</b><br />{standing.words}</span>
    </span>
  );
}
