/** The one door to the log on the disk (OPFS), through a worker; tabs take turns at it. */

import type { LogFile } from "./ports";

export type Asked =
  | { act: "names" }
  | { act: "read"; name: string }
  | { act: "write"; name: string; at: number; bytes: Uint8Array<ArrayBuffer> }
  | { act: "remove"; name: string };

interface Told { id: number; told?: unknown; fault?: { name: string; message: string } }
interface Waiting { resolve(told: unknown): void; reject(fault: DOMException): void }

/** A worker that says nothing for so long is gone; the next call starts another. */
const PATIENCE = 30_000;

export function logFile(start: () => Worker): LogFile {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let last = 0;

  function giveUp(why: string): void {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new DOMException(why, "AbortError"));
    waiting.clear();
  }
  function hear({ data: { id, told, fault } }: MessageEvent<Told>): void {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (fault) asked?.reject(new DOMException(fault.message, fault.name));
    else asked?.resolve(told);
  }
  function started(): Worker {
    worker = start();
    worker.addEventListener("message", hear);
    worker.addEventListener("error", () => giveUp("The worker of the log does not start."));
    return worker;
  }
  function ask<T>(asked: Asked): Promise<T> {
    const id = (last += 1);
    const late = setTimeout(() => giveUp("The worker of the log does not answer."), PATIENCE);
    return new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      (worker ?? started()).postMessage({ id, ...asked });
    }).finally(() => clearTimeout(late)) as Promise<T>;
  }
  return {
    names: () => ask({ act: "names" }),
    read: (name) => ask({ act: "read", name }),
    write: (name, at, bytes) => ask({ act: "write", name, at, bytes }),
    remove: (name) => ask({ act: "remove", name }),
    inTurn: (work) => navigator.locks.request("kpfield-log", work) as never,
  };
}
