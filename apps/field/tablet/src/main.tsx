/** Put the parts together: the real doors, the state, the screens, and what wakes them. */

import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { send, sendIfDue } from "./contact";
import * as device from "./device";
import { logFile } from "./logfile";
import { network } from "./network";
import { room } from "./room";
import { wording } from "./registers";
import { enrolCode, hashOf, readRoute } from "./routes";
import { isLeft, lock, start } from "./session";
import { inSlices } from "./slicing";
import { createState, refresh, type Doors, type State } from "./state";
import { openVault } from "./store";
import { AppContext, type App } from "./views/context";
import { Shell } from "./views/Shell";
import { learn } from "./words";
import { keepOnTablet, startLog } from "./worker";
import "./styles/app.css";

/** Told to the server with each push, so that the office sees which tablets are behind. */
const VERSION = "0.1.0";

function run(): void {
  const state = createState();
  let touchedAt = device.clock.now();
  let hiddenAt: number | null = null;
  const practice = signal<App | null>(null);
  const lockIfLeft = () => {
    if (!isLeft(device.clock.now(), touchedAt, hiddenAt)) return;
    if (practice.value) doors.endPractice?.();
    if (state.stage.value === "open") lock(state);
  };
  const tellTabs = device.listen({
    online(isOnline) {
      state.online.value = isOnline;
      // A network that has just come is worth a try at once, whatever the pause was.
      if (isOnline) void send(state, doors);
    },
    hidden: () => (hiddenAt = device.clock.now()),
    visible() {
      lockIfLeft();
      hiddenAt = null;
      void sendIfDue(state, doors);
    },
    touched() {
      lockIfLeft();
      touchedAt = device.clock.now();
    },
    tick() {
      lockIfLeft();
      state.now.value = device.clock.now();
      void sendIfDue(state, doors);
    },
    narrow: (isNarrow) => (state.narrow.value = isNarrow),
    otherTab: () => void refresh(state),
  });
  const doors: Doors = {
    clock: device.clock,
    chance: device.chance,
    network,
    locks: device.locks,
    places: device.places,
    room,
    vault: openVault(device.chance, "kpfield", logFile(startLog), room),
    go(route) {
      state.route.value = route;
      // The address follows, without the browser looking for a place of that name in the page.
      if (hashOf(route) !== location.hash) history.pushState(null, "", hashOf(route));
    },
    tellTabs,
    later: device.later,
    stir: () => (touchedAt = device.clock.now()),
    version: VERSION,
    practise: () => void begin(),
    endPractice() {
      practice.value = null;
      doors.go({ page: "home" });
    },
  };
  /** Only at the door: while an officer's own work is open, nobody practises over it. */
  async function begin(): Promise<void> {
    const [{ material }, { practise }] = await Promise.all([import("./training/begin"), import("./training/practice")]);
    const made = await practise(await material(), {
      ...doors, state, begin: () => void begin(), end: () => doors.endPractice?.(),
    });
    if (state.stage.value === "open") return;
    doors.go({ page: "home" });
    practice.value = made;
  }
  state.online.value = device.isOnline();
  state.language.value = device.browserLanguage();
  followAddress(state);
  // Where its words cannot be read, better the other language than none.
  effect(() => {
    const language = state.language.value;
    void learn(language).catch(() => learn(language === "fr" ? "en" : "fr"));
  });
  // Its words are ready before anybody looks for one; of a tablet that is locked meanwhile nothing more is read.
  effect(() => {
    const registers = state.registers.value;
    const isWanted = () => state.registers.value === registers;
    inSlices(wording(registers), doors, isWanted, () => {
      // Without it a name is found as it is spelled.
      void import("./hearing").then(({ hearing }) => inSlices(hearing(registers), doors, isWanted), () => undefined);
    });
  });
  const real: App = { state, doors };
  let times = 0;
  const Root = () => <AppContext.Provider value={practice.value ?? real} key={practice.value ? (times += 1) : 0}><Shell /></AppContext.Provider>;
  render(<Root />, document.getElementById("app")!);
  void open(state, doors);
}

/** Without a secure address there is neither a key nor a worker: the officer is told so, and nothing is begun. */
async function open(state: State, doors: Doors): Promise<void> {
  state.keeping.value = isSecureContext ? null : "insecure";
  if (!isSecureContext) return void (state.stage.value = "broken");
  await start(state, doors, device.browserLanguage()).catch(() => (state.stage.value = "indexedDB" in globalThis ? "unread" : "broken"));
  // A newer app comes in by the door: never while somebody works, nor over what is unfinished or unsent.
  const atTheDoor = () => state.stage.value === "locked" || state.stage.value === "enrol";
  const { keeping, offer } = await keepOnTablet(async () => atTheDoor() && !(await doors.vault.isBusy()));
  state.keeping.value = keeping;
  effect(() => {
    if (atTheDoor()) offer();
  });
}

function followAddress(state: State): void {
  const follow = () => {
    const code = enrolCode(location.hash);
    if (code) {
      state.code.value = decodeURIComponent(code);
      // The code does not stay in the address, where the next person could read it.
      history.replaceState(null, "", "#/");
    }
    if (hashOf(state.route.value) !== location.hash) state.route.value = readRoute(location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
}

run();
