/** What the app is handed from outside: time, chance, the network, storage, locks. Tests hand in their own. */

import type { Carried, Shard, Draft, Kept, Meta, OwnRecord, Photo, PhotoState, Position, SealedReport } from "./shapes";

export interface Clock {
  /** Milliseconds since 1970, as this tablet believes. */
  now(): number;
  /** Minutes east of UTC at a moment, on this tablet. */
  zone(at: number): number;
}

export interface Chance {
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

export interface Reply {
  status: number;
  /** The parsed JSON; undefined when the answer was not JSON (a captive portal, a proxy's error page). */
  body: unknown;
  /** Seconds after which the server wants to be asked again. */
  retryAfter?: number;
}

export interface Request {
  method: "GET" | "POST" | "PATCH";
  path: string;
  token?: string;
  language?: string;
  body?: string;
  /** The body goes packed where it can: it is long, and much stands in it again and again. */
  packed?: boolean;
  /** A piece of a file, and where in it the piece begins. */
  piece?: { bytes: ArrayBuffer; offset: number };
  /** What is answered are bytes (a `Uint8Array`), and no JSON. */
  raw?: boolean;
}

export interface Network {
  /** The answer, or null when none came. */
  send(request: Request): Promise<Reply | null>;
}

export interface Locks {
  /** Do the work unless another tab is at it; undefined when it is. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
}

/** What photos never take. */
export interface Room {
  /** Lay it down where it is not; false where the tablet is too full for it, and so for a photo. */
  setAside(): Promise<boolean>;
  /** Let a record have it; false where there was none. */
  giveUp(): Promise<boolean>;
}

export interface Places {
  /**
   * Measure again and again until the function that it answers with is called, asking the officer's leave where the
   * tablet wants it; the screen stays on meanwhile. `failed` is called where no position can be had now.
   */
  watch(seen: (position: Position) => void, failed: () => void): () => void;
  /** The position where the tablet may give it and has it at once: a save waits neither for satellites nor for leave. */
  known(): Promise<Position | null>;
}

/** The log beside the database. What was written has reached the disk when a call returns. */
export interface LogFile {
  names(): Promise<string[]>;
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Write at this place, and let nothing stand behind it; a file that does not reach that far is a DataError. */
  write(name: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(name: string): Promise<void>;
  /** Do this while no other tab does. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** One step forward of this tablet's own journal: written whole or not at all. */
export interface Appending {
  events: readonly Kept[];
  records: OwnRecord[];
  dropDraft: string;
}

export interface Settling {
  events?: Kept[];
  records?: OwnRecord[];
  shard?: Shard;
  /** Take these shards in place of all earlier ones. */
  shards?: Shard[];
  meta?: Partial<Meta>;
  forget?: { events: number[]; records: Pick<OwnRecord, "id" | "written">[] };
  /** Drop the sealed copies for which a receipt came before this moment. */
  answeredBefore?: number;
  /** The office has closed this tablet: give up keys and registers, and keep what is sealed. */
  revoked?: boolean;
  report?: SealedReport;
  sentReports?: string[];
}

/** The officer's pictures. Each call that writes has reached the disk when it returns. */
export interface Album {
  keep(photo: Photo, bytes: ArrayBuffer): Promise<void>;
  photos(): Promise<Photo[]>;
  bytes(sha256: string): Promise<ArrayBuffer | null>;
  settle(sha256: string, state: PhotoState, at: number, why?: string): Promise<void>;
  /** Show no more what the server had before this moment and the custodian can open. */
  shut(before: number): Promise<void>;
  drop(sha256: string): Promise<void>;
}

/** Other tablets' work on its way to the server. Each call that writes has reached the disk when it returns. */
export interface Cargo {
  all(): Promise<Carried[]>;
  /** Each package once: one that is here already stays as it is. */
  add(packages: readonly Carried[]): Promise<void>;
  settle(one: Carried): Promise<void>;
  drop(id: string): Promise<void>;
}

/** What lies on the tablet. Each call that writes has reached the disk when it returns. */
export interface Store {
  /** Where there is none, nothing is photographed. */
  album?: Album;
  /** Where there is none, nothing is carried for others. */
  cargo?: Cargo;
  /** Reports in confidence that wait; where it cannot say, none are sent. */
  reports?(): Promise<SealedReport[]>;
  meta(): Promise<Partial<Meta>>;
  drafts(): Promise<Draft[]>;
  saveDraft(draft: Draft): Promise<void>;
  dropDraft(id: string): Promise<void>;
  events(): Promise<Kept[]>;
  records(): Promise<OwnRecord[]>;
  shards(): Promise<Shard[]>;
  /** Make ready what the next record is sealed with, while the officer reads what he wrote. */
  prepare?(): Promise<void>;
  /**
   * Add events with the next sequence numbers, all or none; false when another tab took the first number before, or one
   * of the records was written since it was read.
   */
  append(step: Appending): Promise<boolean>;
  /** All of it or nothing; false when one of the records was written since it was read. */
  settle(change: Settling): Promise<boolean>;
  /** The next number of this tablet's block, each given out once. */
  nextNumber(): Promise<number>;
}
