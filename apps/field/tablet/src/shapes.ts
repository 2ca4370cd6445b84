/** The shapes of what is kept on the tablet and said on the wire (/api/sync/v1/). */

import type { Line } from "./diary";
import type { Column, Packed } from "./tables";

export type Language = "en" | "fr";
export type Text = Record<Language, string>;
export type Value = string | number | boolean | string[] | Reference | Point | Area | Signed | Row[] | null;
/** One of the rows of an answer: its parts by their codes. */
export type Row = Record<string, string | number | Reference>;
export type Answers = Record<string, Value | undefined>;
export type Reference = { id: string } | { number: string };
/** `fixes`, `seconds`: it is the mean of so many positions, taken in so long; `mock`: the tablet says it is made up. */
export interface Point { lat_e6: number; lon_e6: number; accuracy_m: number; fixes?: number; seconds?: number; mock?: boolean }
/** Of a corner that was typed no accuracy is known. */
export interface Corner { lat_e6: number; lon_e6: number; accuracy_m?: number }
/** A drawing lies in the album by its hash; while a form is on its way, a part may be missing yet. */
export interface Signed { how: "signature" | "mark" | "none"; picture?: string; witness?: string; reason?: string }
export interface Area { corners: Corner[]; mock?: boolean }
export interface Position { lat_e6: number; lon_e6: number; accuracy_m: number; mock: boolean }

export type Act = "create" | "amend" | "replace" | "void";
export type FormCode =
  | "digger" | "site" | "licence" | "buyer" | "production" | "purchase" | "resale" | "stock_count" | "transfer" | "booklet" | "inspection" | "infraction";

/** Where a record stands. "here" until the server has answered for its last event. */
export type State =
  | "here" | "received" | "held" | "conflict" | "quarantined" | "accepted" | "returned" | "rejected" | "replaced";

export interface Draft {
  id: string;
  form: FormCode;
  version: number;
  record: string;
  act: Act;
  seen: number | null;
  replaces: string | null;
  before: Answers | null;
  answers: Answers;
  /** What stands in an input but cannot be read yet, word for word. */
  typed: Record<string, string>;
  /** Why the officer went on past a warning, by the check's code. */
  reasons: Record<string, string>;
  /** People of the register whom the officer saw beside the new one and called another person, each with its score. */
  otherThan?: Record<string, number>;
  at: string;
  startedAt: number;
  /** A page of a collector's register, which becomes several purchases. */
  page?: Page;
}

export type Cell = "slip" | "day" | "carats" | "price" | "seller";
/** A line of such a page as it is keyed; `number` is the receipt's, given when the page is checked. */
export interface Sale { record: string; number?: string; slip: string; day: string; carats: string; price: string; seller?: Reference }
export interface Page {
  step: "about" | "lines" | "check";
  /** `2026-11`; lines say only the day. */
  month: string;
  lines: Sale[];
  /** The line being keyed, and which of its cells. */
  at: number;
  cell: Cell;
  /** What was typed to find the seller. */
  sought: string;
  undo: Sale[][];
}

/** A file that an event promises; its bytes follow when all records are sent. */
export interface FileSaid { sha256: string; size: number; type: string; field: string }
/** "here" until the server has said what became of it. */
export type PhotoState = "here" | "kept" | "refused";
/** `why` is the server's sentence on what it refused. */
export interface Photo { sha256: string; size: number; state: PhotoState; at: number; why?: string }

/** An event as it was made: `bytes` is what was hashed, is stored and is sent. */
export interface Kept {
  seq: number;
  id: string;
  record: string;
  sha256: string;
  bytes: string;
  state: "waiting" | "applied" | "duplicate" | "held" | "conflict" | "quarantined";
  answeredAt: number | null;
}

/** `stands`: of answers that somebody else changed too, what stands at the office, by the code of the question. */
export interface Moment { at: number; what: State; text?: string; by?: string; stands?: Record<string, string> }

export interface OwnRecord {
  id: string;
  form: FormCode;
  number: string;
  answers: Answers;
  reasons: Record<string, string>;
  state: State;
  version: number | null;
  savedAt: number;
  timeline: Moment[];
  replaces: string | null;
  replacedBy?: string;
  /** What the desk said of it since it was corrected. */
  standing?: State;
  /** A purchase that makes the find too carries the find's id and number. */
  madeWith?: { id: string; number: string };
  /** The number of the receipt that was given for it, where that is none of its own. */
  receipt?: string;
  /** How often the disk has had it written: a change that was built on an earlier writing is not taken. */
  written?: number;
}

export interface Change { kind: string; id: string; row: Record<string, unknown> | null }
/** A page as it was pulled: of a first load in columns, else row by row. */
export interface Shard { n?: number; changes: Change[]; tables?: Packed[]; valid?: Valid }
/** Of the country's list of valid numbers: pieces, each with its digest, and once all are here of which it consists. */
export interface Valid { pieces: Record<string, { digest: string; content: string }>; list?: { name: string; names: Record<string, string> } }

export interface Tablet { id: string; number: number; office: string; participant: string }
export interface Officer { id: string; name: string; language: string }
/** The server's key that signs receipts: its name, and its point on P-256, uncompressed, in hex. */
export interface ReceiptKey { key: string; public: string; vouched?: unknown }

/** The custodian's key, to which finalised events are sealed; the same shape, another use. */
export type RecoveryKey = ReceiptKey;

export interface ReaderKey extends RecoveryKey { name: string }
/** A report in confidence, as it waits and as it is sent. */
export interface SealedReport {
  id: string;
  key: string;
  point: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** A package of another tablet's work, sealed: whoever carries it cannot read it. */
export interface Carried {
  /** SHA-256 of what was sealed: the same package is here once. */
  id: string;
  /** The number of the tablet that made it, and how many records are in it; 0 for a piece of a photo. */
  tablet: number;
  records: number;
  /** Where it stood in the file: records come before the photos that belong to them. */
  place: number;
  at: number;
  /** Null where it was handed in and not kept: a piece of a photo. */
  sealed: SealedPackage | null;
  /** When the server said that it has it, and whether somebody at the desk still has to let it in. */
  handedAt: number | null;
  keptShut?: boolean;
}
/** As it is sent, bytes in hex. */
export interface SealedPackage { key: string; point: string; iv: string; data: string }

export interface Meta {
  token: string;
  officer: Officer;
  /** By no other key is a record marked as sent. */
  receiptKey: ReceiptKey;
  /** By no other key is this tablet closed. */
  closingKey: ReceiptKey;
  recoveryKey: RecoveryKey | null;
  /** The same, where it can be read while the tablet is locked. */
  custodian: RecoveryKey | null;
  /** To it is sealed what another tablet is to carry to the server. */
  handOverKey: RecoveryKey;
  /** This officer's key on this tablet, by which cards and receipts are signed. */
  signer: Signer;
  posting: Posting;
  postingAt: number;
  cursor: string;
  seq: number;
  /** The last number that this tablet has given to a record or a paper. */
  counter: number;
  previous: string | null;
  highWater: number;
  /** So many events it had made before all of it was cleared; null once the officer has read of it. */
  cleared: number | null;
  /** When the tablet last asked whether the server still has what it was told is safe. */
  rolledAt: number;
  /** Server's clock less this tablet's, in seconds, at the last contact. */
  clockOffset: number;
  /** What the server's clock said at the last contact. */
  serverAt: number;
  contactAt: number;
  /** The latest that this tablet's clock has shown at an unlocking since then. */
  seenAt: number;
  /** Days without contact after which no register is shown. */
  leaseDays: number;
  registersAt: number;
  /** The moment as of which the list of valid numbers stands, by the server's clock, and when it was asked for. */
  validAt: number;
  validAskedAt: number;
  attempts: number;
  pauseUntil: number;
  diary: Line[];
}

/** `certificate` is empty until the country has vouched for the key. Bytes in hex. */
export interface Signer { secret: string; public: string; certificate: string; endsOn: string }

/** What papers are verified by: the country's keys, and what was withdrawn by the moment `at`. */
export interface Papers {
  country: string;
  keys: string[];
  /** Names of tablets' keys, and the day from which each proves nothing. */
  withdrawn_keys: Record<string, string>;
  withdrawn: Record<string, { rows: number; number: Column }>;
  /** Of people whose card was lost, the first day whose cards are good again; not told by an earlier server. */
  lost_cards?: Record<string, string>;
  card_days: number;
  at: string;
}

export interface Option { code: string; en: string; fr: string }
export interface Currency extends Option { rate: { day: string; per_usd: string } | null }
export interface Posting {
  tablet: Tablet;
  officer: Officer;
  region: { id: number; code: string; name: string };
  forms: Form[];
  choices: {
    currencies: Currency[];
    licence_classes: Option[];
    buyer_classes: Option[];
    regions: Option[];
    countries: Option[];
    /** In which the officers of this country speak with people; servers of before do not say. */
    languages?: Option[];
    /** Servers of before say neither: a class is of the table that stands before the last dot of its code. */
    class_tables?: Option[];
    size_classes?: Option[];
    may_buy: { seller: string; buyer_class: string }[];
  };
  /** Servers of before do not say. */
  papers?: Papers;
  receipt_key: ReceiptKey;
  recovery_key?: RecoveryKey | null;
  hand_over_key?: RecoveryKey;
  lease_days?: number;
  reader_key?: ReaderKey | null;
  server_time: string;
}

export type Kind =
  | "text" | "choice" | "choices" | "integer" | "year" | "carats" | "money" | "hectares" | "cubic_metres" | "date" | "flag"
  | "reference" | "point" | "area" | "signed" | "rows" | "identifier" | "number" | "paper_number" | "photo";
export type ListName = "currencies" | "licence_classes" | "buyer_classes" | "regions" | "countries" | "languages" | "class_tables" | "size_classes";
export interface Choice { code: string; label: Text; pictogram?: string }
export interface Condition { fields: string[]; among: (string | number | boolean | null)[]; holds: boolean }

export interface Field {
  code: string;
  kind: Kind;
  label: Text;
  hint?: Text;
  required?: boolean;
  show_if?: Condition;
  choices?: { options?: Choice[]; source?: ListName };
  min?: string | number;
  max?: string | number;
  max_length?: number;
  refers_to?: string;
  default?: Value;
  pictogram?: string;
  /** What is asked in each of the rows, and the part that no two of them answer alike. */
  parts?: Field[];
  each_once?: string;
}
export interface Section { code: string; title: Text; fields: Field[] }
export interface Check {
  code: string;
  op: string;
  fields: string[];
  sentence: Text;
  severity: "refuse" | "warn" | "flag";
  value?: string | number;
  part?: string;
  when?: Condition;
}
/** A form as `apps/forms` describes it, with both languages in it. */
export interface Form {
  code: FormCode;
  version: number;
  title: Text;
  sections: Section[];
  checks?: Check[];
  acts: Act[];
  sentences: Record<string, Text>;
}
