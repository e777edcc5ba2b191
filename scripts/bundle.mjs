// What the program is bundled with, whatever it is bundled for: dist/ or one executable.
import { build } from "esbuild";

// dockerode brings a gRPC client (for builds) and an SSH client along. localgpt uses neither, and they would be two
// thirds of the bundle: importing them gives an empty module. So does importing what a package looks for in vain: the
// executable would warn of a file that it cannot load.
const unused = /^(@grpc\/(grpc-js|proto-loader)|protobufjs|ssh2|cpu-features|supports-color)(\/|$)/;
const leaveOutUnused = {
  name: "leave-out-unused",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: unused }, ({ path }) => ({ path, namespace: "unused" }));
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

/** Bundles as esbuild does, for Node 20; templates and Python programs come in as text. */
export function bundle(options) {
  return build({
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    // A third less to read at each start; names stay, for the reader of a stack trace.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    loader: { ".yaml": "text", ".py": "text" },
    // In one file a part that is imported when it is needed is a function that is called then.
    supported: { "dynamic-import": false },
    plugins: [leaveOutUnused],
    ...options,
  });
}

/** The constants of src/core/version.ts; `binary` is the file name of a release's executable, null for a package. */
export function defineRelease({ version, downloads }, binary) {
  const constants = { LOCALGPT_VERSION: version, LOCALGPT_DOWNLOADS: downloads, LOCALGPT_BINARY: binary };
  return Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
}
