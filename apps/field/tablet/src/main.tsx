/** Put the parts together: the real doors, the state, the screens, and what wakes them. */

import { render } from "preact";
import { sendIfDue } from "./contact";
import * as device from "./device";
import { network } from "./network";
import { enrolCode, hashOf, readRoute } from "./routes";
import { lock, LOCK_AFTER, start } from "./session";
import { createState, refresh, type Doors } from "./state";
import { openVault } from "./store";
import { AppContext } from "./views/context";
import { Shell } from "./views/Shell";
import { keepOnTablet } from "./worker";
import "./styles/app.css";

const state = createState();
let touchedAt = device.clock.now();

const tellTabs = device.listen({
  online(isOnline) {
    state.online.value = isOnline;
    // A network that has just come is worth a try at once, whatever the pause was.
    if (isOnline) {
      state.meta.value = { ...state.meta.value, pauseUntil: 0 };
      void sendIfDue(state, doors);
    }
  },
  visible() {
    lockIfLeft();
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
  vault: openVault(device.chance),
  go: (route) => (location.hash = hashOf(route)),
  back: () => history.back(),
  tellTabs,
  version: "0.1.0",
};

function lockIfLeft(): void {
  if (state.stage.value === "open" && device.clock.now() - touchedAt > LOCK_AFTER) lock(state);
}

function follow(): void {
  const code = enrolCode(location.hash);
  if (code) {
    state.code.value = decodeURIComponent(code);
    // The code does not stay in the address, where the next person could read it.
    history.replaceState(null, "", "#/");
  }
  state.route.value = readRoute(location.hash);
}

addEventListener("hashchange", follow);
follow();
state.online.value = device.isOnline();
render(<AppContext.Provider value={{ state, doors }}><Shell /></AppContext.Provider>, document.getElementById("app")!);
start(state, doors, device.browserLanguage()).catch(() => (state.stage.value = "broken"));
// A newer app waits until nothing is unfinished or unsent; while locked that cannot be known.
const idle = () =>
  state.stage.value === "enrol" ||
  (state.stage.value === "open" && state.drafts.value.length === 0 && state.counts.value.here === 0);
void keepOnTablet(idle).then((keeping) => (state.keeping.value = keeping));
