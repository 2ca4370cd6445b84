/** The one module that touches the tablet itself: its clock, chance, position, locks, space, voice and signals. */

import type { Chance, Clock, Locks, Places } from "./ports";
import type { Position } from "./shapes";

export const clock: Clock = {
  now: () => Date.now(),
  zone: (at) => -new Date(at).getTimezoneOffset(),
};

export const chance: Chance = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

export const locks: Locks = {
  alone: (name, work) =>
    navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined)) as never,
};

const locate = (how: PositionOptions) =>
  new Promise<Position | null>((resolve) => {
    if (!("geolocation" in navigator)) return resolve(null);
    return navigator.geolocation.getCurrentPosition((found) => resolve(asPosition(found)), () => resolve(null), how);
  });

export const places: Places = {
  watch(seen, failed) {
    if (!("geolocation" in navigator)) {
      failed();
      return () => undefined;
    }
    const dark = stayOn();
    const id = navigator.geolocation.watchPosition((found) => seen(asPosition(found)), failed, { enableHighAccuracy: true, maximumAge: 0 });
    return () => {
      navigator.geolocation.clearWatch(id);
      dark();
    };
  },
  async known() {
    const leave = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
    if (leave?.state !== "granted") return null;
    const late = new Promise<null>((resolve) => setTimeout(resolve, 300, null));
    return Promise.race([locate({ timeout: 300, maximumAge: 300_000 }), late]);
  },
};

/** Keep the screen on where the tablet can; the answer lets it go dark again. */
function stayOn(): () => void {
  const lock = navigator.wakeLock?.request("screen").catch(() => null);
  return () => void lock?.then((held) => held?.release());
}

const asPosition = ({ coords }: GeolocationPosition): Position => ({
  lat_e6: Math.round(coords.latitude * 1e6),
  lon_e6: Math.round(coords.longitude * 1e6),
  accuracy_m: Math.ceil(coords.accuracy),
  // Browsers do not say whether a position is made up; the field is there for a shell that can.
  mock: false,
});

/** What Chromium adds to what is used, whatever the disk has, so that sites cannot tell tablets apart by it. */
const MADE_UP = 2 ** 30;

/** Ask the browser to keep what is stored; whether it will, and how much room is left in bytes where it says so. */
export async function storage(): Promise<{ kept: boolean; free: number | null }> {
  if (!navigator.storage) return { kept: false, free: null };
  const kept = (await navigator.storage.persist?.()) ?? false;
  const { quota, usage } = (await navigator.storage.estimate?.()) ?? {};
  const free = quota === undefined ? null : quota - (usage ?? 0);
  return { kept, free: free === null || free % MADE_UP === 0 ? null : free };
}

/** The signals after which it is worth looking again: at the network, the clock, the width, another tab. */
export interface Signals {
  online(isOnline: boolean): void;
  visible(): void;
  hidden(): void;
  touched(): void;
  tick(): void;
  narrow(isNarrow: boolean): void;
  otherTab(): void;
}

const NARROW = "(max-width: 600px)";
const EVERY = 20_000;

/** Listen to the tablet; the answer tells the other tabs that something was written. */
export function listen(signals: Signals): () => void {
  addEventListener("online", () => signals.online(true));
  addEventListener("offline", () => signals.online(false));
  document.addEventListener("visibilitychange", () => (document.hidden ? signals.hidden() : signals.visible()));
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => signals.touched(), { passive: true });
  const media = matchMedia(NARROW);
  media.addEventListener("change", () => signals.narrow(media.matches));
  signals.narrow(media.matches);
  setInterval(() => signals.tick(), EVERY);
  const channel = new BroadcastChannel("kpfield");
  channel.addEventListener("message", () => signals.otherTab());
  return () => channel.postMessage("written");
}

/** Put a file where the tablet keeps what it downloads. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Soon, and after what is to be drawn has been drawn; a page that is not shown draws nothing and is not waited for.
 *
 * `left` says for how many milliseconds more the screen and the fingers are still.
 */
export function later(work: (left?: () => number) => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback((idle) => work(() => idle.timeRemaining()), { timeout: 500 });
  else setTimeout(work);
}

export const isOnline = () => navigator.onLine;
export const browserLanguage = () => (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");

/** Whether a voice can read in this language without a network; one that speaks through a server would give the price away. */
export const hasVoice = (language: string) =>
  "speechSynthesis" in globalThis &&
  speechSynthesis.getVoices().some((voice) => voice.localService && voice.lang.startsWith(language));

export function speak(words: string, language: string): void {
  speechSynthesis.cancel();
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(words), { lang: language }));
}
