#!/usr/bin/env node
// Writes SHA256SUMS beside the binaries of a release, a line `<hex>  <file>` for each:
// node scripts/release/checksums.mjs FOLDER
// Where one of them or their licences are missing, or something else lies there, it writes nothing; the exit code is 2.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const binaries = [
  "localgpt-linux-amd64",
  "localgpt-linux-arm64",
  "localgpt-macos-amd64",
  "localgpt-macos-arm64",
  "localgpt-windows-amd64.exe",
];
const needed = [...binaries, "THIRD-PARTY-LICENSES"];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("checksums.mjs needs the folder with the binaries");
  process.exit(2);
}
const there = readdirSync(folder).filter((name) => name !== "SHA256SUMS");
const missing = needed.filter((name) => !there.includes(name));
const others = there.filter((name) => !needed.includes(name));
if (missing.length > 0 || others.length > 0) {
  if (missing.length > 0) console.error(`\`${folder}\` lacks ${missing.join(", ")}`);
  if (others.length > 0) console.error(`\`${folder}\` has ${others.join(", ")}, which belongs to no release`);
  process.exit(2);
}
const sum = (name) =>
  createHash("sha256")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
writeFileSync(join(folder, "SHA256SUMS"), binaries.map((name) => `${sum(name)}  ${name}\n`).join(""));
