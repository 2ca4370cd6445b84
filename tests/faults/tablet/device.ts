/** A tablet as the simulator holds it: a disk, a clock, chance from the seed, and a line that ends in a pipe. */

import type { Chance, Clock, Locks, Network, Reply, Request } from "../../../apps/field/tablet/src/ports";
import type { Route } from "../../../apps/field/tablet/src/routes";
import { createState, refresh, type Doors, type State } from "../../../apps/field/tablet/src/state";
import { openVault } from "../../../apps/field/tablet/src/store";
import { Disk, nameFor, type Image } from "./disk";

export type Tell = (event: Record<string, unknown>) => void;

/** Xorshift over 32 bits: what a tablet takes for chance, from the schedule's seed. */
function chanceOf(seed: number): Chance {
  let state = seed | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  };
  return { bytes: (length) => Uint8Array.from({ length }, next) };
}

export interface Tab { state: State; doors: Doors; route: Route }
interface Call { boot: number; answer: (reply: Reply | null) => void }

export class Device {
  readonly disk: Disk;
  tabs: Tab[] = [];
  readonly images: Image[] = [];
  private at = 0;
  private zone = 60;
  private readonly chance: Chance;
  private readonly calls = new Map<number, Call>();
  private held = new Set<string>();

  constructor(readonly name: number, seed: number, relaxed: boolean, private readonly tell: Tell) {
    this.chance = chanceOf(seed);
    this.disk = new Disk(relaxed, (between) => {
      this.tabs = [];
      this.held = new Set();
      this.calls.clear();
      tell({ type: "died", device: name, between });
    });
  }

  setClock(at: number, zone: number): void {
    [this.at, this.zone] = [at, zone];
  }

  /** Open the app, as the first tab or one more. */
  open(online: boolean, nextCall: () => number): Tab {
    const state = createState();
    const boot = this.disk.boot;
    const tab: Tab = { state, route: { page: "home" }, doors: this.doors(boot, nextCall, () => tab) };
    state.online.value = online;
    this.tabs.push(tab);
    return tab;
  }

  answer(call: number, reply: Reply | null): void {
    const waiting = this.calls.get(call);
    this.calls.delete(call);
    if (waiting && waiting.boot === this.disk.boot) waiting.answer(reply);
  }

  private doors(boot: number, nextCall: () => number, self: () => Tab): Doors {
    return {
      clock: this.clock(),
      chance: this.chance,
      network: this.line(boot, nextCall),
      locks: this.locks(boot),
      places: { watch: () => () => undefined, known: async () => null },
      vault: openVault(this.chance, nameFor(this.disk, this.name), this.disk.log(boot)),
      go: (route) => (self().route = route),
      tellTabs: () => {
        for (const tab of this.tabs) if (tab !== self()) void refresh(tab.state);
      },
      later: (work) => work(),
      version: "simulated",
    };
  }

  /** A millisecond passes with each look, so that ids made one after the other sort so. */
  private clock(): Clock {
    return { now: () => (this.at += 1), zone: () => this.zone };
  }

  private line(boot: number, nextCall: () => number): Network {
    return {
      send: (request: Request) =>
        new Promise((answer) => {
          if (boot !== this.disk.boot) return;
          const call = nextCall();
          this.calls.set(call, { boot, answer });
          const { piece, ...rest } = request;
          const told = piece && { offset: piece.offset, bytes: Buffer.from(piece.bytes).toString("base64") };
          this.tell({ type: "request", device: this.name, call, ...rest, ...(told ? { piece: told } : {}) });
        }),
    };
  }

  private locks(boot: number): Locks {
    return {
      alone: async (name, work) => {
        if (this.held.has(name)) return undefined;
        this.held.add(name);
        try {
          return await work();
        } finally {
          if (boot === this.disk.boot) this.held.delete(name);
        }
      },
    };
  }
}
