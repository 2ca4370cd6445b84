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
