import { expect, it } from "vitest";
import { drop } from "../src/dropping";
import { sha256 } from "../src/events";
import type { Reply, Request } from "../src/ports";
import type { SealedReport } from "../src/shapes";
import type { Vault } from "../src/store";

const HEAD = JSON.stringify({ kind: "kpfield/sealed", version: 2, copies: "c".repeat(300_000) });
const FILE = new Blob([HEAD, "\n", "p".repeat(600_000)]);
const BUSY: Reply = { status: 503, body: {} };

/** A closed tablet with two copies, and a server that keeps what it is sent. */
function closed(reports: SealedReport[] = []) {
  const [calls, noted, told]: [Request[], number[], number[]] = [[], [], []];
  const here = new Map<string, number>();
  let line = async (_request: Request, answer: () => Promise<Reply>): Promise<Reply | null> => answer();
  const vault = {
    sealedFile: async () => FILE,
    noteDropped: async (_header: unknown, copies: number) => void noted.push(copies),
    reports: async () => [...reports],
    dropReport: async (id: string) => void reports.splice(reports.findIndex((one) => one.id === id), 1),
  } as unknown as Vault;
  const network = {
    async send(request: Request) {
      calls.push(request);
      return line(request, async () => {
        if (request.path.includes("reports")) return { status: 200, body: { id: JSON.parse(request.body!).id } };
        const at = here.get(request.path) ?? 0;
        if (request.piece!.offset === at) here.set(request.path, at + request.piece!.bytes.byteLength);
        return { status: 200, body: { offset: here.get(request.path) ?? 0 } };
      });
    },
  };
  const header = { tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, wrong: 0, waitUntil: 0, n: 2, closed: true, bearer: "old token", copies: 2 };
  const go = () => drop({ vault, network, header, language: "fr", told: (done) => told.push(done) });
  return { calls, noted, told, here, vault, go, over: (next: typeof line) => (line = next) };
}

it("sends the whole file under the token that the tablet had, and notes that it is there", async () => {
  const { calls, noted, told, here, go } = closed();

  expect(await go()).toBeNull();

  const path = `/api/sync/v1/sealed/${await sha256(HEAD)}/${FILE.size}/`;
  expect([...here]).toEqual([[path, FILE.size]]);
  expect(new Set(calls.map(({ token }) => token))).toEqual(new Set(["old token"]));
  expect(noted).toEqual([2]);
  expect(told.at(-1)).toBe(FILE.size);
});

it("goes on where it ended, and sends nothing twice but what was lost", async () => {
  const { calls, noted, here, go, over } = closed();
  let n = 0;
  over(async (_request, answer) => ((n += 1) === 3 ? null : answer()));
  expect(await go()).toBe("no_network");
  expect(noted).toEqual([]);

  over((_request, answer) => answer());
  expect(await go()).toBeNull();

  expect([...here.values()]).toEqual([FILE.size]);
  const sent = calls.reduce((sum, { piece }) => sum + piece!.bytes.byteLength, 0);
  expect(sent).toBeLessThanOrEqual(FILE.size + 262_144);
});

it.each<[string, Reply, string]>([
  ["a portal's page", { status: 200, body: undefined }, "not_ours"],
  ["a portal's JSON", { status: 200, body: { ok: true } }, "not_ours"],
  ["more than there is", { status: 200, body: { offset: FILE.size + 1 } }, "not_ours"],
  ["half a byte", { status: 200, body: { offset: 0.5 } }, "not_ours"],
  ["the beginning, for ever", { status: 200, body: { offset: 0 } }, "server"],
  ["a busy server", BUSY, "busy"],
  ["a server that has enough", { status: 413, body: { detail: "too much" } }, "too_large"],
])("does not take %s for a receipt", async (_what, reply, trouble) => {
  const { noted, go, over } = closed();
  over(async () => reply);

  expect(await go()).toBe(trouble);
  expect(noted).toEqual([]);
});

it("brings the reports in confidence too, and keeps one that was not taken", async () => {
  const bytes = new Uint8Array(3);
  const report = (id: string): SealedReport => ({ id, key: "k", point: bytes, iv: bytes, data: bytes.buffer });
  const reports = [report("a"), report("b")];
  const { go, over } = closed(reports);
  over(async (request, answer) => (request.body?.includes('"b"') ? BUSY : answer()));

  expect(await go()).toBeNull();
  expect(reports.map(({ id }) => id)).toEqual(["b"]);
});

it("has sent what a full tablet has no room to note", async () => {
  const bytes = new Uint8Array(3);
  const { here, vault, go } = closed([{ id: "a", key: "k", point: bytes, iv: bytes, data: bytes.buffer }]);
  const full = () => Promise.reject(new DOMException("No room.", "QuotaExceededError"));
  Object.assign(vault, { noteDropped: full, dropReport: full });

  expect(await go()).toBeNull();
  expect([...here.values()]).toEqual([FILE.size]);
});
