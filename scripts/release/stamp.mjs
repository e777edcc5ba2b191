// Makes a release of a folder with executables and their SHA256SUMS: adds VERSION, the scripts that install it with the
// address of releases in them, and the checksums of these.
import { createHash } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readRelease } from "./read-release.mjs";

/** Where each script keeps the address, empty in the repository. */
const scripts = [
  { name: "install.sh", line: "downloads=''" },
  { name: "install.ps1", line: "$downloads = ''" },
];

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) fail("Usage: node scripts/release/stamp.mjs FOLDER");
const { version, downloads } = await readRelease();
const address = process.env.LOCALGPT_DOWNLOAD_URL || downloads;
if (address === null) {
  fail("package.json names no owner in `repository`: put it there, or give the address in LOCALGPT_DOWNLOAD_URL");
}
if (!/^https?:\/\/[\w.:[\]/~%+-]+$/.test(address))
  fail(`${address} is not an address such as https://example.org/localgpt`);
const sums = join(folder, "SHA256SUMS");
const written = await readFile(sums, "utf8").catch(() => null);
if (written === null) fail(`${sums} is not there: it has a line for each executable of the release`);

await writeFile(join(folder, "VERSION"), `${version}\n`);
for (const { name, line } of scripts) {
  const text = await readFile(join("scripts", name), "utf8");
  if (text.split(`\n${line}\n`).length !== 2) fail(`scripts/${name} has not exactly one line ${line}`);
  const stamped = line.replace("''", `'${address.replace(/\/+$/, "")}'`);
  await writeFile(
    join(folder, name),
    text.replace(`\n${line}\n`, () => `\n${stamped}\n`),
  );
}
await chmod(join(folder, "install.sh"), 0o755);
const own = ["VERSION", ...scripts.map(({ name }) => name)];
const others = written.split("\n").filter((line) => line !== "" && !own.some((name) => line.endsWith(`  ${name}`)));
const hash = async (name) =>
  createHash("sha256")
    .update(await readFile(join(folder, name)))
    .digest("hex");
const lines = await Promise.all(own.map(async (name) => `${await hash(name)}  ${name}`));
await writeFile(sums, `${[...others, ...lines].join("\n")}\n`);
console.log(`${folder}: localgpt ${version} at ${address}`);
