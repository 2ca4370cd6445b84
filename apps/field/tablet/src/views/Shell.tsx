/** Which screen is shown. */

import { useEffect } from "preact/hooks";
import { useApp, useWords } from "./context";
import { Unlock, Unread } from "./Door";
import { Find } from "./Find";
import { CheckPage, FormPage } from "./FormView";
import { Frame, Notice } from "./frame";
import { Home } from "./Home";
import { later } from "./later";
import { hashOf } from "../routes";
import { TRIES } from "../session";
import { PersonPage } from "./Person";
import { Records } from "./Records";
import { Saved } from "./Saved";
import { canSpeak } from "../words";

// What is not done each day.
const Enrol = later(async () => (await import("./Entrance")).Enrol);
const Closed = later(async () => (await import("./Entrance")).Closed);
const ShutOut = later(async () => (await import("./Entrance")).ShutOut);
const Diary = later(async () => (await import("./Diary")).Diary);
const HandOverPage = later(async () => (await import("./HandOver")).HandOverPage);
const Month = later(async () => (await import("./Month")).Month);
const MapPage = later(async () => (await import("./Map")).MapPage);
const CheckPaper = later(async () => (await import("./CheckPaper")).CheckPaper);
const PaperPage = later(async () => (await import("./Paper")).PaperPage);
const RecordPage = later(async () => (await import("./Record")).RecordPage);
const ReportPage = later(async () => (await import("./Report")).ReportPage);

/** Nothing is drawn before it can be said. */
export const Shell = () => (canSpeak() ? <Screen /> : null);

function Screen() {
  const { state } = useApp();
  const { say, language } = useWords();
  const sun = state.sun.value;
  useEffect(() => {
    document.documentElement.lang = language;
    // Never a name or a number: the title stands in the list of open apps.
    document.title = say("app_name");
    document.documentElement.classList.toggle("sun", sun);
    document.documentElement.classList.toggle("training", state.training);
  }, [language, sun, say("app_name"), state.training]);
  switch (state.stage.value) {
    case "opening": return <Frame title={say("app_name")}><p class="lead">{say("loading")}</p></Frame>;
    case "broken": return <Frame title={say("broken_title")}><Notice tone="clay"><p>{say(state.keeping.value === "insecure" ? "insecure" : "broken")}</p></Notice></Frame>;
    case "unread": return <Unread />;
    case "enrol": return <Enrol />;
    case "locked": return <Locked />;
    case "open": return <Open />;
  }
}

function Locked() {
  const { state } = useApp();
  const header = state.header.value!;
  if (header.closed) return <Closed />;
  return header.wrong >= TRIES ? <ShutOut /> : <Unlock key={header.n} />;
}

function Open() {
  const { state } = useApp();
  const route = state.route.value;
  switch (route.page) {
    case "home": return <Home />;
    case "find": return <Find />;
    case "report": return <ReportPage />;
    case "diary": return <Diary />;
    case "handover": return <HandOverPage />;
    case "papers": return state.training ? <Home /> : <CheckPaper />;
    case "paper": return <PaperPage key={hashOf(route)} />;
    case "records": return <Records list={route.state} />;
    case "record": return <RecordPage id={route.id} />;
    case "person": return <PersonPage id={route.id} />;
    case "saved": return <Saved id={route.id} />;
    case "form": return <FormPage id={route.draft} at={route.at} then={route.then} />;
    case "map": return <MapPage key={route.site} />;
    case "month": return <Month />;
    case "check": return <CheckPage id={route.draft} />;
  }
}
