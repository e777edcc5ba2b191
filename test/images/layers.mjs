// Layers of images: folders packed so that the same files always give the same bytes, kept in a cache outside the
// repository.
import { spawn } from "node:child_process";
import { createCipheriv, createHash } from "node:crypto";
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

const CACHE = join(process.env.LOCALGPT_ENGINES ?? join(homedir(), ".cache", "localgpt-engines"), "images");

/** The packed layer `{ name, path, digest, diffId, size }`, from the cache when one with this name and key is there. */
export async function packLayer({ name, key, fill }) {
  const id = createHash("sha256").update(key).digest("hex").slice(0, 16);
  const known = join(CACHE, `${name}-${id}.json`);
  try {
    return JSON.parse(readFileSync(known, "utf8"));
  } catch {
    mkdirSync(CACHE, { recursive: true });
  }
  const path = join(CACHE, `${name}-${id}.tar.gz`);
  const layer = { name, path, ...(await pack(fill, path)) };
  for (const file of readdirSync(CACHE)) {
    const isOld =
      file.startsWith(`${name}-`) && /^[0-9a-f]{16}\./.test(file.slice(name.length + 1)) && !file.includes(id);
    if (isOld) rmSync(join(CACHE, file));
  }
  writeFileSync(known, JSON.stringify(layer));
  return layer;
}

/** A layer of one file of that many incompressible bytes, different for each seed. */
export function noiseLayer(name, place, seed, bytes) {
  const key = createHash("sha256").update(seed).digest();
  return {
    name,
    key: `${place} ${seed} ${bytes}`,
    fill: (folder) => {
      mkdirSync(dirname(join(folder, place)), { recursive: true });
      const noise = createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
      writeFileSync(join(folder, place), noise);
    },
  };
}

async function pack(fill, path) {
  const folder = mkdtempSync(join(tmpdir(), "localgpt-layer-"));
  const partial = `${path}-${process.pid}`;
  try {
    fill(folder);
    const options = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
    const names = readdirSync(folder);
    const tar = spawn("tar", [...options, "-C", folder, "-cf", "-", ...names], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve, reject) => {
      tar.on("error", reject);
      tar.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`))));
    });
    const plain = meter();
    const packed = meter();
    await Promise.all([
      ended,
      pipeline(tar.stdout, plain, createGzip({ level: 1 }), packed, createWriteStream(partial)),
    ]);
    renameSync(partial, path);
    return { digest: packed.digest(), diffId: plain.digest(), size: packed.bytes() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(partial, { force: true });
  }
}

/** A stream that passes everything on and knows the digest and number of the bytes that went through. */
function meter() {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return Object.assign(stream, { digest: () => `sha256:${hash.digest("hex")}`, bytes: () => bytes });
}
