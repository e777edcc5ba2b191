// Bundles src/main.ts and everything it imports into one file of dist/, and beside it src/start.ts, which runs it.
import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
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
const options = {
  outdir: fresh,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  // A third less to read at each start; names stay, for whoever reads a stack trace.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  loader: { ".yaml": "text", ".py": "text" },
  // In one file a part that is imported when it is needed is a function that is called then.
  supported: { "dynamic-import": false },
  plugins: [leaveOutUnused],
};
const { metafile } = await build({
  ...options,
  entryPoints: { localgpt: "src/main.ts" },
  entryNames: "[name]-[hash]",
  metafile: true,
  define: { LOCALGPT_VERSION: JSON.stringify(version) },
  banner: { js: "(function (require, __filename) {" },
  footer: { js: "})" },
});
const [program] = Object.keys(metafile.outputs).map((path) => basename(path));
await build({
  ...options,
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
