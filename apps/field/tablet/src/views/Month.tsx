/** A collector's month: the page is photographed, what holds for all of it asked once, then its lines are keyed. */

import { useState } from "preact/hooks";
import type { OwnRecord } from "../shapes";
import { noun } from "../showing";
import { draftOf, formOf } from "../work";
import { useApp, useWords } from "./context";
import { Frame, HomeLink, LinkTo, Notice } from "./frame";
import { About } from "./MonthAbout";
import { Check } from "./MonthCheck";
import { Lines } from "./MonthLines";
import { useTell } from "./MonthParts";
import "../styles/month.css";

export function Month() {
  const { state } = useApp();
  const { say } = useWords();
  const [saved, setSaved] = useState<OwnRecord[]>([]);
  const route = state.route.value;
  const draft = route.page === "month" ? draftOf(state, route.draft) : undefined;
  const form = formOf(state, "purchase");
  if (saved.length) return <Saved records={saved} />;
  if (!draft?.page || !form) return <Frame title={say("tile_month")} left={<HomeLink />}><p class="lead">{say("draft_gone")}</p></Frame>;
  const screens = { about: About, lines: Lines, check: Check };
  const Screen = screens[draft.page.step];
  return <Screen key={draft.page.step} draft={draft} form={form} saved={setSaved} />;
}

function Saved({ records }: { records: OwnRecord[] }) {
  const { say } = useWords();
  const tell = useTell();
  return (
    <Frame title={tell("month_saved", { n: records.length })} left={<HomeLink />}>
      <Notice tone="leaf"><p>{tell("month_saved_lead")}</p></Notice>
      <ul class="card rows" data-month-saved={records.length}>
        {records.map(({ id, number }) => <li key={id}><LinkTo to={{ page: "record", id }} icon="list">{`${noun("purchase", say)} ${number}`}</LinkTo></li>)}
      </ul>
    </Frame>
  );
}
