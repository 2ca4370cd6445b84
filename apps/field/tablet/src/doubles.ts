/** Whom a new digger may be, of the register's people: made ready in slices while the officer types, gone with the lock. */

import { effect } from "@preact/signals";
import { People, type Like, type Person } from "./likeness";
import type { Register } from "./registers";
import type { Draft } from "./shapes";
import { inSlices } from "./slicing";
import type { Doors, State } from "./state";
import type { Texts } from "./texts";

/** Whoever is in the register is among the most alike. */
const MOST = 3;
/** So many people are a step. */
const STEP = 20;

type Row = Record<string, unknown>;
const COMPARED = ["names", "nickname", "sex", "birth_year", "birth_year_estimated", "birthplace"];
const isSame = (one: Row | undefined, other: Row) => one === other || (one && COMPARED.every((field) => one[field] === other[field]));

function personOf(id: string, row: Row): Person {
  const text = (field: string) => String(row[field] ?? "");
  return {
    id, names: text("names"), nickname: text("nickname"), sex: text("sex"), place: text("birthplace"),
    birth_year: typeof row["birth_year"] === "number" ? row["birth_year"] : null, estimated: row["birth_year_estimated"] === true,
  };
}

export class Doubles {
  /** Whether everybody was looked at once; whoever comes or changes later follows within a moment. */
  ready = false;
  private people = new People();
  /** Those that were put there row by row. */
  private readonly rows = new Map<string, Row>();
  /** Which tables everybody of was looked at, and how far another's are. */
  private done: Texts | null = null;
  private begun: { texts: Texts; people: People; table: number; at: number } | null = null;
  private walk: Iterator<void> | null = null;
  private isOver = false;
  private waiting: (() => void)[] = [];
  private readonly leave: () => void;

  constructor(private readonly state: State, private readonly doors: Pick<Doors, "clock" | "later">) {
    this.leave = effect(() => {
      void [state.shards.value, state.records.value, state.leaseOver.value];
      doors.later(() => this.begin());
    });
  }

  /** When it is ready, or will never be. */
  whole(): Promise<void> {
    return this.ready ? Promise.resolve() : new Promise((done) => this.waiting.push(done));
  }

  /** The most alike first, without those of whom the officer has said that they are others. */
  likely({ record, answers, otherThan = {} }: Draft): Like[] {
    const here = this.register();
    const alike = this.people.like(personOf(record, answers), MOST);
    return alike.filter(({ id }) => !(id in otherThan) && here?.has(id));
  }

  end(): void {
    this.leave();
    this.isOver = true;
    this.tell();
  }

  private register(): Register | undefined {
    return this.state.registers.value.get("digger");
  }

  private begin(): void {
    if (this.isOver) return;
    const walk = (this.walk = this.through(this.register()));
    inSlices(walk, this.doors, () => this.walk === walk && !this.isOver, () => this.tell());
  }

  private tell(): void {
    this.ready = true;
    for (const done of this.waiting.splice(0)) done();
  }

  private *through(register: Register | undefined): Generator<void> {
    if (!register) return this.leaveOut(() => false);
    if (this.done !== register.texts) yield* this.throughTables(register.texts);
    let seen = 0;
    for (const { id, row } of register.alone()) {
      if (!isSame(this.rows.get(id), row)) this.people.put(personOf(id, row));
      this.rows.set(id, row);
      if (++seen % STEP === 0) yield;
    }
    this.leaveOut((id) => register.has(id));
    for (const id of register.taken()) this.people.drop(id);
  }

  /** From where it was left: a record that is saved meanwhile does not let it begin anew. */
  private *throughTables(texts: Texts): Generator<void> {
    if (this.begun?.texts !== texts) this.begun = { texts, people: new People(), table: 0, at: 0 };
    const begun = this.begun;
    for (; begun.table < texts.tables.length; begun.table += 1, begun.at = 0) {
      const table = texts.tables[begun.table]!;
      while (begun.at < table.size) {
        begun.people.put(personOf(table.id(begun.at), table.row(begun.at)));
        begun.at += 1;
        if (begun.at % STEP === 0) yield;
      }
    }
    [this.people, this.done, this.begun] = [begun.people, texts, null];
    this.rows.clear();
  }

  private leaveOut(stays: (id: string) => boolean): void {
    for (const id of this.rows.keys()) {
      if (stays(id)) continue;
      this.people.drop(id);
      this.rows.delete(id);
    }
  }
}
