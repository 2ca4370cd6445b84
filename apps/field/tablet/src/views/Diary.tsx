/** The diary of contacts with the server, in sentences that an officer can read to his supervisor. */

import type { Line } from "../diary";
import { showWhen } from "../showing";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, useContact } from "./frame";
import { Icon } from "./icons";

export function Diary() {
  const { state } = useApp();
  const { say } = useWords();
  const { diary = [], seq = 0 } = state.meta.value;
  const { here } = state.counts.value;
  return (
    <Frame title={say("diary")} left={<HomeLink />} step="diary" read>
      <section class="card padded">
        <p><b>{useContact()}</b></p>
        <p>{say("diary_made", { n: seq })} {here > 0 ? say("diary_left", { n: here }) : say("all_sent")}</p>
      </section>
      {diary.length === 0 && <p class="lead">{say("diary_empty")}</p>}
      {diary.length > 0 && <ol class="card rows diary">{diary.map((line) => <DiaryLine key={line.since} line={line} />)}</ol>}
    </Frame>
  );
}

function DiaryLine({ line }: { line: Line }) {
  const context = useWords();
  const { say } = context;
  const [from, to] = [showWhen(line.since, context), showWhen(line.at, context)];
  // Two tries within a minute are told with one time.
  const when = from === to ? to : say("diary_span", { from, to });
  return (
    <li data-trouble={line.trouble ?? "none"}>
      <Icon name={line.trouble ? "here" : "received"} tone={line.trouble ? "ochre" : "sky"} size={22} />
      <span class="entry">
        <b>{when}</b>
        {sentences(line).map(([key, n]) => <span key={key}>{say(key, { n })}</span>)}
        {line.times > 1 && <span class="hint">{say("diary_times", { n: line.times })}</span>}
      </span>
    </li>
  );
}

/** What went, what was answered, what stood in the way, what is still here. */
function sentences(line: Line) {
  const counts = [
    ["diary_received", line.received], ["diary_held", line.held], ["diary_conflict", line.conflict], ["diary_quarantined", line.quarantined],
    ["diary_again", line.again], ["diary_photos", line.photos], ["diary_carried", line.carried],
  ] as const;
  const said = counts.filter(([, n]) => n > 0);
  const quiet = said.length === 0 && !line.trouble ? ([["diary_nothing", 0]] as const) : [];
  const trouble = line.trouble ? ([[`trouble_${line.trouble}`, 0]] as const) : [];
  const left = line.left > 0 && line.trouble ? ([["diary_left", line.left]] as const) : [];
  return [...said, ...quiet, ...trouble, ...left];
}
