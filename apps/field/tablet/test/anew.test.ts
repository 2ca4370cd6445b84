import { openDB } from "idb";
import { expect, it, vi } from "vitest";
import { fakeChance } from "./fakes";
import { again, disk, emptied, file, name, numbers, opened, PHRASE, reopened, saveOne, store } from "./journalled";
import { openVault } from "../src/store";

it("does not grow for ever: what was forgotten leaves the log", async () => {
  const posting = { officer: { name: "x".repeat(200_000) } } as never;
  for (let n = 0; n < 12; n += 1) await store.settle({ meta: { posting } });
  await vi.waitFor(() => expect(disk.files.size).toBe(1));
  await vi.waitFor(() => expect(file().length).toBeLessThan(1_300_000));
  await emptied();
  expect((await (await opened()).meta()).token).toBe("secret-token");
});

async function grownStale(): Promise<void> {
  const db = await openDB(name);
  await db.put("meta", { ...(await db.get("meta", "log")), stale: true }, "log");
  db.close();
}
const begunAnew = () => grownStale().then(() => again().found());

it.each(["written", "remove"])("loses nothing when it is cut while the log is begun anew (%s)", async (where) => {
  await saveOne("14-00001-0");
  await grownStale();
  disk.step = (act) => (act === where ? new Promise(() => undefined) : Promise.resolve());
  void again().found();
  await vi.waitFor(() => expect(disk.files.size).toBe(2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { log: afterwards } = reopened();
  await emptied();

  const back = (await openVault(fakeChance(4), name, afterwards).unlock(PHRASE))!;
  expect(await numbers(back)).toEqual(["14-00001-0"]);
});

it("does not believe a new file that was cut before it was finished", async () => {
  await saveOne("14-00001-0");
  await begunAnew();
  const [whole] = [...disk.files.values()];
  disk.files.set("99", whole!.slice(0, -10));
  await emptied();
  expect(await numbers(await opened())).toEqual(["14-00001-0"]);
});
