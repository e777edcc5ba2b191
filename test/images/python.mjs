// A layer with this machine's own Python, as the Debian packages python3 and python3-bcrypt install it.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { copyInto, describeFiles, librariesOf, placeOf } from "./base.mjs";

const PYTHON = "/usr/bin/python3";
// Of the standard library what no program in the image needs, and what would bring large libraries along.
const LEFT_OUT =
  /^(__pycache__|config-.*|test|distutils|ensurepip|idlelib|lib2to3|pydoc_data|tkinter|turtledemo|unittest|venv|(_codecs_|_curses|_dbm|_test|nis|readline|xx).*\.so)$/;
const PROBE = `
import json, os, sys, sysconfig
import bcrypt, sqlite3
bcrypt.checkpw(b"", bcrypt.hashpw(b"", bcrypt.gensalt(4)))
stdlib = sysconfig.get_path("stdlib")
loaded = [m.__file__ for m in sys.modules.values() if getattr(m, "__file__", None)]
others = [f for f in loaded if not f.startswith(stdlib + os.sep)]
print(json.dumps({"program": os.path.realpath(sys.executable), "stdlib": stdlib, "packages": sorted({
    os.path.dirname(f) if os.path.basename(f).startswith("__init__.") else f for f in others
    if f.startswith("/usr/lib/python3/")
})}))`;

/** Python with its standard library, `sqlite3` and `bcrypt` among them; throws where this machine has not all of it. */
export function pythonLayer() {
  const { program, stdlib, packages } = probe();
  const extensions = [join(stdlib, "lib-dynload"), ...packages].flatMap(listExtensions);
  const libraries = librariesOf([program, ...extensions]);
  return {
    name: "python",
    key: [String(LEFT_OUT), describeFiles([program, ...packages, ...extensions, ...libraries])].join("\n"),
    fill: (folder) => {
      for (const file of [program, ...libraries]) copyInto(folder, file, placeOf(file));
      symlinkSync(basename(program), join(folder, PYTHON));
      const filter = (path) => !LEFT_OUT.test(basename(path));
      for (const path of [stdlib, ...packages])
        cpSync(path, join(folder, path), { recursive: true, dereference: true, filter });
      // Without a time in them, which the layer would change: else each start would compile everything again.
      const options = ["-q", "--invalidation-mode", "unchecked-hash", "-s", folder];
      execFileSync(PYTHON, ["-m", "compileall", ...options, join(folder, "usr/lib")], {
        env: { ...process.env, PYTHONHASHSEED: "0" },
      });
    },
  };
}

function probe() {
  try {
    return JSON.parse(execFileSync(PYTHON, ["-I", "-c", PROBE], { encoding: "utf8" }));
  } catch (error) {
    throw new Error("the stand-in for Open WebUI needs the Debian packages python3 and python3-bcrypt", {
      cause: error,
    });
  }
}

function listExtensions(path) {
  const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  return files.filter((file) => file.endsWith(".so") && !LEFT_OUT.test(basename(file)));
}
