import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { network } from "../src/network";

const MINUTE = 60_000;
let line: ReadableStreamDefaultController<Uint8Array>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_path: string, { signal }: RequestInit) => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (line = controller) });
    signal!.addEventListener("abort", () => line.error(new DOMException("given up", "AbortError")));
    return new Response(body, { headers: { "Retry-After": "7" } });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const asked = () => network.send({ method: "GET", path: "/pull/" });
const bytes = (text: string) => new TextEncoder().encode(text);

it("reads an answer that comes in pieces, also where a letter is cut", async () => {
  const answer = asked();
  await vi.advanceTimersByTimeAsync(0);
  const whole = bytes('{"names":"Élodie"}');
  line.enqueue(whole.slice(0, 11));
  line.enqueue(whole.slice(11));
  line.close();
  expect(await answer).toEqual({ status: 200, body: { names: "Élodie" }, retryAfter: 7 });
});

it("waits for a line that is slow, as long as something comes", async () => {
  const answer = asked();
  for (let minute = 0; minute < 5; minute += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    line.enqueue(bytes(minute === 0 ? "[" : " "));
  }
  line.enqueue(bytes("]"));
  line.close();
  expect((await answer)!.body).toEqual([]);
});

it("gives a line up on which nothing comes for a minute", async () => {
  const answer = asked();
  await vi.advanceTimersByTimeAsync(MINUTE / 2);
  line.enqueue(bytes("["));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(await answer).toBeNull();
});

it("does not wait for ever for one that says a letter a minute", async () => {
  const answer = asked();
  for (let minute = 0; minute < 16; minute += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    try {
      line.enqueue(bytes(" "));
    } catch {
      break;
    }
  }
  expect(await answer).toBeNull();
});

/** Servers that answer each request as told, with what came: the kind of the body, and the body unpacked. */
async function pushes(...statuses: number[]) {
  const came: [string, string][] = [];
  vi.useRealTimers();
  vi.resetModules();
  vi.stubGlobal("fetch", async (_path: string, { headers, body }: { headers: Record<string, string>; body: BodyInit }) => {
    const kind = headers["Content-Type"]!;
    const plain = kind === "application/gzip" ? new Response(body).body!.pipeThrough(new DecompressionStream("gzip")) : body;
    came.push([kind, await new Response(plain).text()]);
    return new Response("{}", { status: statuses.shift() ?? 200 });
  });
  const { network: line } = await import("../src/network");
  const push = (body: string, packed = true) => line.send({ method: "POST", path: "/push/", body, packed });
  return { came, push };
}

it("packs what it is told to, and nothing else", async () => {
  const { came, push } = await pushes();

  expect(await push('{"names":"Élodie"}')).toMatchObject({ status: 200, body: {} });
  await push("{}", false);

  expect(came).toEqual([["application/gzip", '{"names":"Élodie"}'], ["application/json", "{}"]]);
});

it("sends as it is what an earlier server cannot unpack, at once and from then on", async () => {
  const { came, push } = await pushes(415);

  expect(await push("[1]")).toMatchObject({ status: 200 });
  await push("[2]");

  expect(came).toEqual([["application/gzip", "[1]"], ["application/json", "[1]"], ["application/json", "[2]"]]);
});

it("sends as it is what the browser cannot pack", async () => {
  vi.stubGlobal("CompressionStream", undefined);
  const { came, push } = await pushes();
  await push("[1]");

  expect(came).toEqual([["application/json", "[1]"]]);
});
