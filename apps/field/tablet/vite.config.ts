import { defineConfig } from "vite";

// Names carry the hash of what is in them, so that a cached file can never be an old one. Workers are the
// exception: their addresses must stay, and Django serves them under /field/, the service worker with the list of files in front.
const LATER = /src\/(sw|logworker|doubles|likeness|hearing|sounds|papers\/\w+|maps\/\w+|dropping|measuring|walking|plotting|words\/(en|fr)|month|monthwords|paging|repeating|standings|balance|slips|training\/\w+|views\/(Alike|Check|ReadBack|CheckPaper|Diary|Entrance|HandOver|Paper|Record|Report|Month\w*|Map\w*|point|area|corners|outline|fixes|signed|rows|verdicts))\.tsx?$|node_modules\/(lean-qr|jsqr|signature_pad|pmtiles|fflate)\//

export default defineConfig({
  base: "/static/field/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../static/field",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { app: "src/main.tsx", sw: "src/sw.ts", log: "src/logworker.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "app" ? "[name]-[hash].js" : "[name].js"),
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
        // What the app needs at once is one file, whatever a screen that comes later shares with it: two compress worse.
        codeSplitting: { groups: [{ debugName: "shell", name: (id: string) => (LATER.test(id) ? null : "shell"), test: /\.(tsx?|m?js)$/ }] },
      },
    },
  },
  // A passphrase is dear to try, which is its purpose: on a busy machine a story of ten tries takes a while.
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
