// Bundles src/main.ts and everything it imports into dist/: one file to start with and chunks that load when they are needed.
import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { collectLicenses } from "./licenses.mjs";

const { version } = JSON.parse(await readFile("package.json", "utf8"));

// dockerode brings a gRPC client (for builds) and an SSH client along. localgpt uses neither, and they would be two
// thirds of the bundle: importing them gives an empty module.
const unused = /^(@grpc\/(grpc-js|proto-loader)|protobufjs|ssh2|cpu-features)(\/|$)/;
const leaveOutUnused = {
  name: "leave-out-unused",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: unused }, ({ path }) => ({ path, namespace: "unused" }));
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

// Made beside and swapped in whole: a program that runs from dist meanwhile never sees half of it.
const fresh = `dist.${process.pid}`;
const { metafile } = await build({
  entryPoints: ["src/main.ts"],
  outdir: fresh,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  keepNames: true,
  metafile: true,
  legalComments: "none",
  loader: { ".yaml": "text", ".py": "text" },
  define: { LOCALGPT_VERSION: JSON.stringify(version) },
  plugins: [leaveOutUnused],
  // CommonJS packages inside an ES module still call `require` for what belongs to Node.
  banner: {
    js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
  },
});
const main = await readFile(`${fresh}/main.js`, "utf8");
await writeFile(`${fresh}/main.js`, `#!/usr/bin/env node\n${main.replace(/^#!.*\n/, "")}`);
await chmod(`${fresh}/main.js`, 0o755);
await writeFile(`${fresh}/THIRD-PARTY-LICENSES`, await collectLicenses(Object.keys(metafile.inputs)));
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");

const outputs = Object.values(metafile.outputs);
const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
console.log(`dist: ${outputs.length} files, ${Math.round(bytes / 1000)} kB`);
