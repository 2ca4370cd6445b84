/**
 * The tablets' side of the simulator: read a command from the pipe, let the tablets run until all of them wait, tell
 * what happened. One command is at work at a time, so that the order of things is the seed's and nobody else's.
 */

import { readSync, writeSync } from "node:fs";
import { count, forgetKeys, turn } from "./platform";
import { DAMAGES } from "./damage";
import { Device, type Tab } from "./device";
import { forgetNames, type Image } from "./disk";
import * as officer from "./officer";

type Command = Record<string, any>;

let devices: Device[] = [];
/** The disks of tablets that were just enrolled, for schedules that begin with such. */
const kept: Record<string, Image[]> = {};
let events: Record<string, unknown>[] = [];
let calls = 0;
const tell = (event: Record<string, unknown>) => void events.push(event);
const nextCall = () => (calls += 1);

const tabOf = ({ device, tab = 0 }: Command): Tab => {
  const open = devices[device]!.tabs;
  return open[Math.min(tab, open.length - 1)]!;
};

/** As the app's network module hands it on: JSON, or nothing that could be read. */
function read({ text, ...reply }: { status: number; text: string }) {
  try {
    return { ...reply, body: JSON.parse(text) as unknown };
  } catch {
    return { ...reply, body: undefined };
  }
}

/** What is over when it returns. */
const AT_ONCE: Record<string, (command: Command) => void> = {
  pictures({ taken }) {
    officer.pictures.splice(0, Infinity, ...taken.map((text: string) => new Uint8Array(Buffer.from(text, "base64")).buffer));
  },
  begin({ seeds, relaxed, kept: name }) {
    calls = 0;
    forgetNames();
    forgetKeys();
    devices = seeds.map((seed: number, name: number) => new Device(name, seed, relaxed, tell));
    if (name) devices.forEach(({ disk }, place) => disk.put(kept[name]![place]!));
  },
  keep({ as: name }) {
    kept[name] = devices.map(({ disk }) => disk.image());
  },
  clock: ({ device, at, zone }) => devices[device]!.setClock(at, zone),
  online: ({ device, online }) => devices[device]!.tabs.forEach(({ state }) => (state.online.value = online)),
  fuse: ({ device, steps, power }) => Object.assign(devices[device]!.disk, { fuse: steps, power }),
  full: ({ device, room, writes }) => void Object.assign(devices[device]!.disk, { room, full: writes }),
  die: ({ device, power }) => devices[device]!.disk.die(power),
  image: ({ device }) => void devices[device]!.images.push(devices[device]!.disk.image()),
  restore: ({ device }) => devices[device]!.disk.put(devices[device]!.images.at(-1)!),
  damage({ device, how, n }) {
    const { disk } = devices[device]!;
    const damaged = DAMAGES[how]!(disk.image(), n);
    if (damaged) disk.put(damaged.image);
    tell({ type: "damaged", device, how, done: damaged !== null, events: damaged?.events ?? 0 });
  },
  search({ device, words }) {
    tell({ type: "searched", device, found: words.filter((word: string) => officer.isReadable(devices[device]!.disk.image(), word)) });
  },
  lock: (command) => officer.locked(tabOf(command)),
  answer: ({ device, call, reply }) => devices[device]!.answer(call, reply && read(reply)),
};

/** What may wait for the network, or die. */
const TASKS: Record<string, (command: Command, device: Device) => Promise<unknown>> = {
  async open({ online, phrase }, device) {
    const tab = device.open(online, nextCall);
    // As the app's first lines do.
    await officer.started(tab).catch(() => (tab.state.stage.value = "unread"));
    if (tab.state.stage.value === "locked") await officer.unlocked(tab, phrase, device);
    return { stage: tab.state.stage.value, found: tab.state.found.value };
  },
  busy: (command) => tabOf(command).doors.vault.isBusy(),
  unlock: (command, device) => officer.unlocked(tabOf(command), command.phrase, device),
  enrol: (command) => officer.enrolled(tabOf(command), command.code, command.phrase),
  enrolAgain: (command) => officer.enrolledAgain(tabOf(command), command.code, command.phrase),
  send: (command) => officer.sent(tabOf(command)),
  tick: (command) => officer.sentIfDue(tabOf(command)),
  write: (command, device) => officer.write(device, tabOf(command), command.form, command.answers, command.leaveAfter),
  key: (command, device) => officer.keyed(device, tabOf(command), command.month, command.about, command.lines),
  correct: (command, device) =>
    officer.correct(device, tabOf(command), command.n, command.answers, command.states, command.isVoid),
  handOver: (command) => officer.handedOver(tabOf(command)),
  takeIn: (command) => officer.tookIn(tabOf(command), command.file),
  confide: (command) => officer.confided(tabOf(command), command.said),
  drop: (command) => officer.dropped(tabOf(command)),
  saveFile: (command) => officer.savedFile(tabOf(command)),
  finish: (command, device) => officer.finish(device, tabOf(command), command.n, command.answers),
};

/** All that the officer could read, or what one sees of it in passing; nothing breaks while we look. */
const LOOKS: Record<string, (tab: Tab) => Promise<object>> = { see: officer.seen, glance: officer.glanced };

async function look(act: string, command: Command, device: Device): Promise<void> {
  const { fuse } = device.disk;
  device.disk.fuse = 0;
  tell({ type: "seen", ...(await LOOKS[act]!(tabOf(command))) });
  device.disk.fuse = fuse;
}

const told = (fault: unknown) => ({ fault: String(fault), stack: (fault as Error)?.stack });

function obey(command: Command): void {
  const { act } = command;
  if (AT_ONCE[act]) return AT_ONCE[act](command);
  const device = devices[command.device]!;
  if (LOOKS[act]) return void look(act, command, device);
  const { boot } = device.disk;
  // Whoever is dead says nothing any more.
  const alive = (event: Record<string, unknown>) => void (boot === device.disk.boot && tell(event));
  const done = (result: unknown) => alive({ type: "done", device: device.name, task: command.task, act, result: result ?? null });
  const failed = (fault: unknown) => alive({ type: "failed", device: device.name, task: command.task, act, ...told(fault) });
  TASKS[act]!(command, device).then(done, failed);
}

async function quiet(): Promise<void> {
  do await turn(); while (count() > 0);
}

const chunk = Buffer.alloc(1 << 16);
let left = Buffer.alloc(0);

/** The next line of the pipe; null at its end. */
function line(): string | null {
  for (;;) {
    const end = left.indexOf(10);
    if (end >= 0) {
      const text = left.toString("utf8", 0, end);
      left = left.subarray(end + 1);
      return text;
    }
    const length = readSync(0, chunk, 0, chunk.length, null);
    if (length === 0) return null;
    left = Buffer.concat([left, chunk.subarray(0, length)]);
  }
}

function say(text: string): void {
  let rest = Buffer.from(`${text}\n`);
  try {
    while (rest.length) rest = rest.subarray(writeSync(1, rest));
  } catch {
    // Nobody listens any more.
    process.exit();
  }
}

process.on("unhandledRejection", (fault) => tell({ type: "failed", device: -1, act: "loose", ...told(fault) }));
for (let text = line(); text !== null; text = line()) {
  events = [];
  for (const command of JSON.parse(text) as Command[]) obey(command);
  await quiet();
  say(JSON.stringify(events));
}
