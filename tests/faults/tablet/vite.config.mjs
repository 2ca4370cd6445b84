// One file for Node out of the tablet's own modules and the simulator's. PATCHES holds a planted bug as replacements in
// the source, each of which must fit exactly once: a plant that no longer fits must not pass for a bug that was found.
const patches = JSON.parse(process.env.PATCHES ?? "[]");

// The passphrase costs as little as it can: what it is worth is tried by the tablet's own tests.
patches.push({ file: "vault.ts", was: "ROUNDS = 600_000", now: "ROUNDS = 1" });
const FAKE = `${process.env.TABLET}/node_modules/fake-indexeddb/build/esm`;

const planted = {
  name: "planted",
  enforce: "pre",
  transform(code, id) {
    for (const { file, was, now } of patches) {
      if (!id.endsWith(`/src/${file}`)) continue;
      if (code.split(was).length !== 2) throw new Error(`The plant no longer fits ${file}: ${was}`);
      code = code.replace(was, () => now);
    }
    return { code, map: null };
  },
};

export default {
  root: process.env.TABLET,
  plugins: [planted],
  logLevel: "warn",
  ssr: { noExternal: true },
  resolve: { alias: { "fake-indexeddb": FAKE } },
  build: {
    ssr: process.env.ENTRY,
    outDir: process.env.OUT,
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rollupOptions: { output: { entryFileNames: "tablets.mjs", codeSplitting: false } },
  },
};
