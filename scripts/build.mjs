// Bundles src/main.ts and everything it imports into one file of dist/, and beside it src/start.ts, which runs it.
import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { bundle, defineRelease } from "./bundle.mjs";
import { collectLicenses } from "./licenses.mjs";
import { readRelease } from "./release/read-release.mjs";

// Made beside and swapped in whole: a program running from dist never sees half of it.
const fresh = `dist.${process.pid}`;
const { metafile } = await bundle({
  outdir: fresh,
  entryPoints: { localgpt: "src/main.ts" },
  entryNames: "[name]-[hash]",
  metafile: true,
  define: defineRelease(await readRelease(), null),
  banner: { js: "(function (require, __filename) {" },
  footer: { js: "})" },
});
const [program] = Object.keys(metafile.outputs).map((path) => basename(path));
await bundle({
  outdir: fresh,
  entryPoints: { main: "src/start.ts" },
  define: { LOCALGPT_PROGRAM: JSON.stringify(program) },
  banner: { js: "#!/usr/bin/env node" },
});
await chmod(`${fresh}/main.js`, 0o755);
await writeFile(`${fresh}/package.json`, '{ "type": "commonjs" }\n');
await writeFile(`${fresh}/THIRD-PARTY-LICENSES`, await collectLicenses(Object.keys(metafile.inputs)));
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");

const outputs = Object.values(metafile.outputs);
const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
console.log(`dist: ${outputs.length} files, ${Math.round(bytes / 1000)} kB`);
