import { expect, it } from "vitest";
import { fakeChance, fakeClock, fakeServer, freeLocks, memoryStore } from "./fakes";
import { sendIfDue } from "../src/contact";
import { createState, refresh, type Doors } from "../src/state";

/** A tablet with nothing that waits, which has just exchanged with its server. */
async function tablet() {
  const [server, clock, state] = [fakeServer(), fakeClock(), createState()];
  const doors = { clock, chance: fakeChance(), network: server.network, locks: freeLocks, tellTabs: () => undefined, version: "test" } as unknown as Doors;
  state.store.value = memoryStore({ token: "t" });
  state.online.value = true;
  await refresh(state);
  const asked = () => sendIfDue(state, doors);
  expect((await asked())?.trouble).toBeNull();
  return { server, clock, asked };
}

it("leaves a server alone for some minutes after it had everything", async () => {
  const { clock, asked } = await tablet();
  clock.pass(60_000);
  expect(await asked()).toBeUndefined();

  clock.pass(5 * 60_000);
  expect((await asked())?.trouble).toBeNull();
});

it("goes on some seconds after a cut, though no record waits", async () => {
  const { server, clock, asked } = await tablet();
  clock.pass(5 * 60_000 + 1);
  server.over(async ({ path }, answer) => (path.includes("pull") ? null : answer()));
  expect((await asked())?.trouble).toBe("no_network");
  server.over((_asked, answer) => answer());

  expect(await asked()).toBeUndefined();
  clock.pass(10_000);
  expect((await asked())?.trouble).toBeNull();
});
