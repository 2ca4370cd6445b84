import { expect, it } from "vitest";
import { tablet } from "./tablet";
import { exchange } from "../src/sync";

it("takes no registers that followed another cursor for those after its own", async () => {
  const { parts, server, store } = tablet();
  server.changes.push({ kind: "digger", id: "a", row: {} });
  server.over(async (request, answer) => (request.path.includes("pull/") ? { status: 200, body: { changes: [], after: "b", cursor: "c", more: false, fresh: false } } : answer()));

  expect((await exchange(parts)).trouble).toBe("not_ours");
  server.over((_request, answer) => answer());
  await exchange(parts);
  expect((await store.shards()).flatMap(({ changes }) => changes)).toHaveLength(1);
});

it("keeps pages of the register in order, and drops them when the server begins again", async () => {
  const { parts, server, store } = tablet();
  const row = { names: "Marie" };
  server.changes.push({ kind: "digger", id: "a", row }, { kind: "digger", id: "b", row });
  await exchange(parts);
  server.routes["pull/"] = () => ({ status: 200, body: { changes: [{ kind: "digger", id: "c", row }], cursor: "d", more: false, fresh: true, server_time: "" } });
  await exchange(parts);

  expect((await store.shards()).flatMap(({ changes }) => changes.map(({ id }) => id))).toEqual(["c"]);
});

const rowsOf = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ kind: "digger", id: `d${from + n}`, row: {} }));
const tableOf = (from: number, count: number) => ({ kind: "digger", rows: count, ids: rowsOf(from, count).map(({ id }) => id), columns: {} });

it.each([
  ["rows", (from: number) => ({ changes: rowsOf(from, 1000) })],
  ["tables", (from: number) => ({ changes: [], tables: [tableOf(from, 1000)] })],
])("writes the pages of a register in %s anew when many small ones came, and not because it is large", async (_in, page) => {
  const { parts, server, store } = tablet();
  const pulled = async (from: number) => {
    server.changes.push(...rowsOf(from, 1));
    await exchange(parts);
    return (await store.shards()).length;
  };
  await store.settle({ shards: Array.from({ length: 60 }, (_, n) => page(1000 * n)), meta: { cursor: "c" } });

  expect(await pulled(60_000)).toBe(61);
  for (let n = 1; n < 39; n += 1) await store.settle({ shard: { changes: rowsOf(60_000 + n, 1) } });
  expect(await pulled(60_039)).toBe(100);
  expect(await pulled(60_040)).toBe(61);
});

it("gives up the register of a tablet that was closed, and none of its work", async () => {
  const { parts, saved, server, store } = tablet();
  server.changes.push({ kind: "digger", id: "a", row: { names: "Marie" } });
  await exchange(parts);
  await saved();
  server.close();
  await exchange(parts);

  expect(await store.shards()).toEqual([]);
  expect(await store.events()).toHaveLength(1);
});

it("begins again where the server no longer knows the cursor", async () => {
  const { parts, server, store } = tablet();
  await exchange(parts);
  server.over(async (request, answer) => (request.path.includes("cursor=") ? { status: 400, body: { detail: "begin again" } } : answer()));
  expect((await exchange(parts)).trouble).toBeNull();
  expect((await store.meta()).cursor).toBe("c");
});
