/** Print what the shell weighs on the wire, and stop a build that grew past its limit. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const AIM = 80;
const LIMIT = 150;
const folder = new URL("../../static/field/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8"));

function filesOf(chunk, seen = new Set()) {
  if (seen.has(chunk)) return [];
  seen.add(chunk);
  const { file, css = [], imports = [] } = manifest[chunk];
  return [file, ...css, ...imports.flatMap((one) => filesOf(one, seen))];
}

const weigh = (file) => [file, gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length / 1000];
// An officer reads one language: the heaviest counts.
const [language] = ["en", "fr"].map((one) => weigh(manifest[`src/words/${one}.ts`].file)).sort(([, one], [, other]) => other - one);
const sizes = [...[...new Set(filesOf("src/main.tsx"))].map(weigh), language];
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes) console.log(`${size.toFixed(1).padStart(6)} kB  ${file}`);
console.log(`${total.toFixed(1).padStart(6)} kB  shell, gzip (aim ${AIM}, limit ${LIMIT})`);
if (total > LIMIT) process.exit(1);
