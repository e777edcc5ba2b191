// What every stand-in image starts from: this machine's shell and coreutils with their libraries, and its node.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const TOOLS =
  "bash sh base64 basename cat chmod chown cp cut date dd df dirname du echo env false find grep gzip head hostname id kill ln ls " +
  "mkdir mktemp mv nproc printf ps pwd readlink rm rmdir sed seq sha256sum sleep sort stat sync tail tar tee test timeout touch " +
  "tr true uname uniq wc";

/** The base's layers: `key` changes when what they are made of does, `fill(folder)` writes the files. */
export function baseLayers() {
  const tools = TOOLS.split(" ").map(findTool).filter(Boolean);
  const node = realpathSync(process.execPath);
  const nodeFiles = [...librariesOf([node]), ...sharedBuiltins()];
  const toolFiles = [...tools, ...librariesOf(tools)];
  return [
    { name: "system", key: describeFiles(toolFiles), fill: (folder) => fillSystem(folder, toolFiles) },
    {
      name: "node",
      key: describeFiles([node, ...nodeFiles]),
      fill: (folder) => {
        for (const file of nodeFiles) copyInto(folder, file, placeOf(file));
        copyInto(folder, node, "/usr/bin/node");
      },
    },
  ];
}

function fillSystem(folder, files) {
  for (const name of ["bin", "lib", "lib64", "sbin"]) {
    mkdirSync(join(folder, "usr", name), { recursive: true });
    symlinkSync(`usr/${name}`, join(folder, name));
  }
  for (const name of ["dev", "etc", "proc", "root", "sys", "var"]) mkdirSync(join(folder, name));
  mkdirSync(join(folder, "tmp"));
  execFileSync("chmod", ["1777", join(folder, "tmp")]);
  writeFileSync(join(folder, "etc/passwd"), "root:x:0:0:root:/root:/bin/bash\n");
  writeFileSync(join(folder, "etc/group"), "root:x:0:\n");
  writeFileSync(join(folder, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
  for (const file of files) copyInto(folder, file, placeOf(file));
}

function findTool(name) {
  return ["/usr/bin", "/bin"].map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * The shared libraries that `ldd` names for these programs, and what name resolution loads by itself on older systems.
 */
export function librariesOf(programs) {
  const output = execFileSync("ldd", programs, { encoding: "utf8" });
  const libraries = new Set([...output.matchAll(/(?:=> |^\s*)(\/\S+) \(/gm)].map(([, path]) => path));
  const libc = [...libraries].find((path) => path.endsWith("/libc.so.6"));
  for (const name of ["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2"]) {
    const path = libc && join(dirname(libc), name);
    if (path && existsSync(path)) libraries.add(path);
  }
  return [...libraries];
}

/** JavaScript files that some distributions' node reads from disk instead of having them built in. */
function sharedBuiltins() {
  const paths = process.config.variables.node_builtin_shareable_builtins ?? [];
  return paths.filter((path) => path.startsWith("/") && existsSync(path));
}

/** Where a file goes in the image, in which /bin, /lib, … are links into /usr. */
export function placeOf(file) {
  return /^\/(bin|lib|lib64|sbin)\//.test(file) ? `/usr${file}` : file;
}

/** Copies the file to that place in the layer's folder. */
export function copyInto(folder, source, place) {
  const target = join(folder, place);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target); // the content, also where the source is a link
}

/** What changes when one of these files does. */
export function describeFiles(files) {
  return files.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`).join("\n");
}
