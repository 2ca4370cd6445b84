import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { draftOf, fakeChance, fakeClock, fakeServer, memoryStore } from "./fakes";
import { dump } from "./disk";
import type { Parts } from "../src/asking";
import { sha256 } from "../src/events";
import { filesOf } from "../src/photos";
import type { Album, Reply, Request } from "../src/ports";
import { save } from "../src/saving";
import type { FileSaid, Form, Photo, Signed } from "../src/shapes";
import { openVault } from "../src/store";
import { exchange } from "../src/sync";
import siteForm from "../../../../fixtures/forms/site-v2.json";

function memoryAlbum() {
  const kept = new Map<string, { photo: Photo; bytes: ArrayBuffer }>();
  const shut: number[] = [];
  const album: Album = {
    async keep(photo, bytes) { kept.set(photo.sha256, { photo, bytes }); },
    photos: async () => [...kept.values()].map(({ photo }) => photo),
    bytes: async (name) => kept.get(name)?.bytes ?? null,
    async settle(name, state, at, why) { Object.assign(kept.get(name)!.photo, { state, at, why }); },
    async shut(before) { shut.push(before); },
    async drop(name) { kept.delete(name); },
  };
  return { album, kept, shut };
}

const picture = (size: number, first = 1) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + first) & 255).buffer;

/** Takes promises out of pushed events and pieces where the last one ended, as our server does. */
function fileServer(server: ReturnType<typeof fakeServer>) {
  const files = new Map<string, { size: number; bytes: number[]; state: string }>();
  const carried: { sha256: string; length: number; offset: number }[] = [];
  const told = (sha256: string) => ({ sha256, size: files.get(sha256)!.size, offset: files.get(sha256)!.bytes.length, state: files.get(sha256)!.state, reason: null });
  const promised = () => {
    for (const { bytes } of server.kept.values()) {
      for (const one of (JSON.parse(bytes) as { files: FileSaid[] }).files) {
        if (!files.has(one.sha256)) files.set(one.sha256, { size: one.size, bytes: [], state: "awaited" });
        server.routes[`files/${one.sha256}/`] = (request) => take(one.sha256, request);
      }
    }
    return [...files.keys()].filter((name) => files.get(name)!.state === "awaited").map(told);
  };
  const take = async (name: string, { piece }: Request): Promise<Reply> => {
    const file = files.get(name)!;
    if (piece!.offset !== file.bytes.length) return { status: 409, body: told(name) };
    carried.push({ sha256: name, length: piece!.bytes.byteLength, offset: piece!.offset });
    file.bytes.push(...new Uint8Array(piece!.bytes));
    if (file.bytes.length === file.size) file.state = (await sha256(Uint8Array.from(file.bytes).buffer)) === name ? "kept" : "awaited";
    return { status: 200, body: told(name) };
  };
  server.routes["files/"] = () => ({ status: 200, body: { files: promised(), awaited: files.size } });
  return { files, carried };
}

function tablet() {
  const { album, kept, shut } = memoryAlbum();
  const store = { ...memoryStore(), album };
  const server = fakeServer();
  const clock = fakeClock();
  const chance = fakeChance();
  const said: [number, number][] = [];
  const parts: Parts = {
    store, network: server.network, clock, chance, token: "t", language: "fr", app: "test", sentPhotos: (done, all) => said.push([done, all]),
  };
  const taken = async (size: number, first = 1) => {
    const bytes = picture(size, first);
    const name = await sha256(bytes);
    await album.keep({ sha256: name, size, state: "here", at: clock.now() }, bytes);
    return name;
  };
  const saved = async (...names: string[]) => {
    const draft = draftOf("site", { answers: { number: "14-1", photo: names[0] } });
    const files = (await Promise.all(names.map((photo) => filesOf({ ...draft, answers: { photo } }, siteForm as never as Form, album)))).flat();
    return save(draft, { store, clock, chance, tablet: "14", language: "fr", position: null, records: [], files });
  };
  /** On both sides. */
  const pass = (milliseconds: number) => {
    clock.pass(milliseconds);
    server.time.now = new Date(Date.parse(server.time.now) + milliseconds).toISOString();
  };
  return { parts, store, server, clock, pass, album, kept, shut, said, taken, saved, ...fileServer(server) };
}

it("promises the pictures that the answers name, and no others", async () => {
  const { album, taken } = tablet();
  const name = await taken(1000);
  const form = siteForm as never as Form;

  expect(await filesOf(draftOf("site", { answers: { photo: name } }), form, album)).toEqual([{ sha256: name, size: 1000, type: "image/jpeg", field: "photo" }]);
  expect(await filesOf(draftOf("site", { answers: { photo: "ab".repeat(32), name } }), form, album)).toEqual([]);
  expect(await filesOf(draftOf("site", { answers: { photo: name } }), form, undefined)).toEqual([]);
});

it("promises the drawing of a signature as well", async () => {
  const { album, taken } = tablet();
  const picture = await taken(1000);
  const form = { sections: [{ fields: [{ code: "signed", kind: "signed" }] }] } as never as Form;
  const filesWith = (signed: Signed) => filesOf(draftOf("digger", { answers: { signed } }), form, album);

  expect(await filesWith({ how: "mark", picture, witness: "Josiane Bemba" })).toEqual([{ sha256: picture, size: 1000, type: "image/jpeg", field: "signed" }]);
  expect(await filesWith({ how: "none", reason: "Absent." })).toEqual([]);
});

it("sends pictures after the records, the smallest first", async () => {
  const { parts, server, taken, saved, carried } = tablet();
  const [large, small] = [await taken(90_000), await taken(2_000, 3)];
  await saved(large);
  await saved(small);

  expect((await exchange(parts)).trouble).toBeNull();
  expect(carried.map(({ sha256, length }) => [sha256, length])).toEqual([[small, 2_000], [large, 65_536], [large, 24_464]]);
  const asked = server.calls.map(({ path }) => path);
  expect(asked.findLastIndex((path) => path.includes("push"))).toBeLessThan(asked.findIndex((path) => path.includes("files")));
});

it("goes on where a cut line ended, and sends no byte twice but of one piece", async () => {
  const { parts, server, taken, saved, carried, files, album } = tablet();
  const name = await taken(200_000);
  await saved(name);
  let pieces = 0;
  server.over(async (request, answer) => (request.piece && (pieces += 1) >= 2 ? null : answer()));

  expect((await exchange(parts)).trouble).toBe("no_network");
  server.over((_request, answer) => answer());
  expect((await exchange(parts)).trouble).toBeNull();

  expect(files.get(name)!.state).toBe("kept");
  expect(carried.reduce((sum, { length }) => sum + length, 0)).toBe(200_000);
  expect((await album.photos())[0]!.state).toBe("kept");
});

it("says of a piece that is too large that it is a photo's and no record's, and keeps the photo", async () => {
  const { parts, server, taken, saved, album } = tablet();
  await saved(await taken(2_000));
  server.over(async (request, answer) => (request.piece ? { status: 413, body: { detail: "One piece of a file carries at most 256 kB." } } : answer()));

  expect((await exchange(parts)).trouble).toBe("photo_too_large");
  expect((await album.photos())[0]!.state).toBe("here");
});

it("finds the place again when an answer was lost", async () => {
  const { parts, server, taken, saved, carried, files } = tablet();
  const name = await taken(150_000);
  await saved(name);
  let lost = false;
  server.over(async (request, answer) => {
    const reply = await answer();
    if (!request.piece || lost) return reply;
    lost = true;
    return null;
  });

  await exchange(parts);
  await exchange(parts);

  expect(files.get(name)!.state).toBe("kept");
  expect(carried.map(({ offset }) => offset)).toEqual([0, 65_536, 131_072]);
});

it("tells how far it is in bytes that the server has", async () => {
  const { parts, taken, saved, said } = tablet();
  await saved(await taken(100_000));

  await exchange(parts);

  expect(said).toEqual([[0, 100_000], [65_536, 100_000]]);
});

it("never tells of more than there is, nor of pictures that lie here no more", async () => {
  const { parts, server, taken, saved, said, album } = tablet();
  await saved(await taken(90_000));
  const lost = await taken(50_000, 3);
  await saved(lost);
  await album.drop(lost);
  await saved(await taken(70_000, 5));
  let pieces = 0;
  server.over(async (request, answer) => {
    const reply = await answer();
    // Everything after the end of the smallest is lost, its last answer too.
    return request.piece && (pieces += 1) >= 2 ? null : reply;
  });
  await exchange(parts);
  server.over((_request, answer) => answer());
  said.length = 0;

  await exchange(parts);

  expect(said).toEqual([[70_000, 160_000], [70_000, 160_000], [135_536, 160_000]]);
});

it("sends a record that is written meanwhile before the next picture", async () => {
  const { parts, server, taken, saved } = tablet();
  await saved(await taken(1_000));
  await saved(await taken(2_000, 3));
  let written = false;
  server.over(async (request, answer) => {
    const reply = await answer();
    if (request.piece && !written) {
      written = true;
      await saved(await taken(50_000, 9));
    }
    return reply;
  });

  await exchange(parts);

  const asked = server.calls.filter(({ path }) => /push|files\/./.test(path)).map(({ path }) => (path.includes("push") ? "text" : "photo"));
  expect(asked.join(" ")).toMatch(/photo text.* photo$/);
});

it("leaves a server alone that never gets further", async () => {
  const { parts, server, taken, saved } = tablet();
  const name = await taken(1_000);
  await saved(name);
  await exchange({ ...parts, store: { ...parts.store, album: undefined } });
  server.routes["files/"] = () => ({ status: 200, body: { files: [{ sha256: name, size: 1_000, offset: 0, state: "awaited" }], awaited: 1 } });
  server.routes[`files/${name}/`] = () => ({ status: 409, body: { sha256: name, size: 1_000, offset: 0, state: "awaited" } });

  expect((await exchange(parts)).trouble).toBeNull();
  expect(server.calls.filter(({ piece }) => piece).length).toBe(3);
});

it("takes a portal's page for no answer", async () => {
  const { parts, server, taken, saved, album } = tablet();
  await saved(await taken(1_000));
  server.over(async (request, answer) => (request.path.includes("files") ? { status: 200, body: undefined } : answer()));

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect((await album.photos())[0]!.state).toBe("here");
});

it("keeps a picture for a month after the server has it, and one that nothing names for a day", async () => {
  const { parts, taken, saved, pass, album, store } = tablet();
  await saved(await taken(1_000));
  await taken(500, 5);
  const left = await taken(600, 6);
  await store.saveDraft(draftOf("site", { answers: { photo: left } }));
  await exchange(parts);
  expect((await album.photos()).length).toBe(3);

  pass(2 * 86_400_000);
  await exchange(parts);
  expect((await album.photos()).map(({ size }) => size)).toEqual([1_000, 600]);

  pass(30 * 86_400_000);
  await exchange(parts);
  expect((await album.photos()).map(({ size }) => size)).toEqual([600]);
});

it("keeps a picture for the server's month, wherever its own clock goes", async () => {
  const { parts, taken, saved, server, clock, album } = tablet();
  clock.set("2015-12-12T15:47:32Z");
  await saved(await taken(1_000));
  await exchange(parts);

  clock.set("2026-11-24T09:30:00Z");
  await exchange(parts);
  clock.set("2037-01-01T09:30:00Z");
  await exchange(parts);
  // Between the question and its answer as well.
  server.over(async (_request, answer) => (clock.pass(4_000 * 86_400_000), answer()));
  await exchange(parts);

  expect((await album.photos()).map(({ size }) => size)).toEqual([1_000]);
});

it("keeps a picture for a month from when it was taken, also where the exchange stood still for weeks before that", async () => {
  const { parts, taken, saved, server, pass, album } = tablet();
  await saved(await taken(1_000));
  let slept = false;
  server.over(async (request, answer) => {
    if (!slept && request.path.includes("/files/")) pass(40 * 86_400_000);
    slept ||= request.path.includes("/files/");
    return answer();
  });
  await exchange(parts);

  await exchange(parts);
  expect((await album.photos()).map(({ size }) => size)).toEqual([1_000]);

  pass(31 * 86_400_000);
  await exchange(parts);
  expect(await album.photos()).toEqual([]);
});

it("keeps the drawing of a form that was left, however long", async () => {
  const { parts, taken, clock, album, store, saved } = tablet();
  await saved(await taken(1_000));
  const picture = await taken(600, 6);
  await store.saveDraft(draftOf("digger", { answers: { signed: { how: "mark", picture } } }));

  clock.pass(2 * 86_400_000);
  await exchange(parts);

  expect((await album.photos()).map(({ size }) => size)).toContain(600);
});

it("shows a picture for a week after the server has it", async () => {
  const { parts, taken, saved, server, shut } = tablet();
  await saved(await taken(1_000));

  await exchange(parts);

  expect(Math.abs(shut[0]! - (Date.parse(server.time.now) - 7 * 86_400_000))).toBeLessThan(1000);
});

it("keeps the sentence with which the server refuses a picture, and does not send it again", async () => {
  const { parts, server, taken, saved, album, files } = tablet();
  const name = await taken(1_000);
  await saved(name);
  await exchange({ ...parts, store: { ...parts.store, album: undefined } });
  const refused = { sha256: name, size: 1_000, offset: 1_000, state: "refused", reason: { code: "damaged", sentence: "Reprenez la photo." } };
  server.routes["files/"] = () => ({ status: 200, body: { files: files.size ? [] : [{ ...refused, offset: 0, state: "awaited" }], awaited: 1 } });
  server.routes[`files/${name}/`] = () => (files.set(name, { size: 1_000, bytes: [], state: "refused" }), { status: 200, body: refused });

  await exchange(parts);
  await exchange(parts);

  expect((await album.photos())[0]).toMatchObject({ state: "refused", why: "Reprenez la photo." });
  expect(server.calls.filter(({ piece }) => piece).length).toBe(1);
});

it("asks nothing about pictures where none was ever taken", async () => {
  const { parts, server, saved } = tablet();
  await saved();

  await exchange(parts);

  expect(server.calls.some(({ path }) => path.includes("files"))).toBe(false);
});

it("keeps pictures under the officer's lid, and shows them to nobody else", async () => {
  const enrolled = {
    token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" }, receipt_key: { key: "k", public: "04" },
  };
  const vault = openVault(fakeChance(3), "photos");
  const mine = (await vault.create(enrolled, "correct horse battery")).album!;
  const theirs = (await vault.create({ ...enrolled, officer: { id: "2", name: "Bako", language: "fr" } }, "another phrase")).album!;
  const bytes = new TextEncoder().encode("canary-photo").buffer as ArrayBuffer;
  const name = await sha256(bytes);

  await mine.keep({ sha256: name, size: 12, state: "here", at: 1 }, bytes);
  await mine.settle(name, "kept", 2);

  expect(new TextDecoder().decode((await mine.bytes(name))!)).toBe("canary-photo");
  expect(await mine.photos()).toEqual([{ sha256: name, size: 12, state: "kept", at: 2 }]);
  expect([await theirs.bytes(name), await theirs.photos()]).toEqual([null, []]);
  expect(await dump("photos")).not.toContain("canary");
  await mine.drop(name);
  expect(await mine.photos()).toEqual([]);
});

it("asks what became of a picture when the last answer was lost", async () => {
  const { parts, server, taken, saved, carried, files, album } = tablet();
  const name = await taken(1_000);
  await saved(name);
  await taken(2_000, 9);
  server.over(async (request, answer) => (request.piece ? (await answer(), null) : answer()));
  await exchange(parts);
  expect([files.get(name)!.state, (await album.photos()).map(({ state }) => state)]).toEqual(["kept", ["here", "here"]]);
  server.over((_request, answer) => answer());

  expect((await exchange(parts)).trouble).toBeNull();

  // The other one is of no record yet, and is not asked about.
  expect((await album.photos()).map(({ state }) => state)).toEqual(["kept", "here"]);
  expect(carried.reduce((sum, { length }) => sum + length, 0)).toBe(1_000);
});
