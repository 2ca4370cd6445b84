import "fake-indexeddb/auto";
import { expect, it, vi } from "vitest";
import { Connection, type Name } from "../src/connection";
import { withRoom } from "../src/room";
import type { Room } from "../src/ports";

declare const process: Record<"on" | "off", (event: "unhandledRejection", heard: () => void) => void>;
const full = () => new DOMException("full", "QuotaExceededError");

/** Room that is there so many times. */
function aside(times: number) {
  const told = { given: 0 };
  const room: Room = { setAside: async () => true, giveUp: async () => (told.given += 1) <= times };
  return { room, told };
}

/** Fails so many times, as a full disk does. */
function failing(times: number, fault = full) {
  let tries = 0;
  return async () => {
    if ((tries += 1) <= times) throw fault();
    return tries;
  };
}

it("gives up what was set aside, and writes once more", async () => {
  const { room, told } = aside(1);
  expect(await withRoom(room, failing(1))).toBe(2);
  expect(told.given).toBe(1);
});

it("says that the tablet is full when that was not enough, or nothing was set aside", async () => {
  await expect(withRoom(aside(1).room, failing(2))).rejects.toThrow("full");
  await expect(withRoom(aside(0).room, failing(1))).rejects.toThrow("full");
  await expect(withRoom(undefined, failing(1))).rejects.toThrow("full");
});

it("gives nothing up for another fault", async () => {
  const { room, told } = aside(1);
  await expect(withRoom(room, failing(1, () => new DOMException("x", "AbortError")))).rejects.toThrow("x");
  expect(told.given).toBe(0);
});

it.each([["drafts", 1], ["sealed", 1], ["pictures", 0]] as [Name, number][])("a row of %s may have it: %i", async (name, given) => {
  const { room, told } = aside(1);
  const written = new Connection(`room-${name}`, room).write([name], failing(1));
  await (given ? expect(written).resolves.toBe(2) : expect(written).rejects.toThrow("full"));
  expect(told.given).toBe(given);
});

/** The database is begun, and no room is found for it. */
function noRoomToBegin() {
  const { open } = IDBFactory.prototype;
  return vi.spyOn(IDBFactory.prototype, "open").mockImplementation(function (this: IDBFactory, ...given) {
    const request = open.apply(this, given);
    request.addEventListener("upgradeneeded", () => queueMicrotask(() => request.transaction!.abort()));
    return request;
  });
}

it("says once that a database could not be begun, to whoever opened it", async () => {
  const loose = vi.fn();
  process.on("unhandledRejection", loose);
  const begun = noRoomToBegin();
  await expect(new Connection("room-none").use((db) => db.count("header"))).rejects.toThrow("abort");
  await new Promise((go) => setTimeout(go, 10));
  begun.mockRestore();
  process.off("unhandledRejection", loose);

  expect(loose).not.toHaveBeenCalled();
});
