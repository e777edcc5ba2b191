#!/usr/bin/env node
// Checks that a tag may become a release, and prints what CHANGELOG.md says of it: scripts/release/notes.mjs v0.1.0
// Where tag, package.json, CHANGELOG.md and the repository differ, it says what to mend; the exit code is 2 then.
import { readFileSync } from "node:fs";

const [tag = ""] = process.argv.slice(2);
const { version, repository } = JSON.parse(readFileSync("package.json", "utf8"));
const changelog = readFileSync("CHANGELOG.md", "utf8");
const here = process.env.GITHUB_REPOSITORY;
const faults = [];

if (tag !== `v${version}`) faults.push(`The tag \`${tag}\` must be \`v${version}\`, the version in package.json`);

const sections = changelog.split(/^## /m).slice(1);
const section = sections.find((text) => text.startsWith(`[${version}]`)) ?? "";
const [heading = "", ...lines] = section.split("\n");
const notes = lines.join("\n").trim();
if (section === "")
  faults.push(`CHANGELOG.md has no section \`## [${version}] - YYYY-MM-DD\`: rename Unreleased to it`);
else if (!/^\[[^\]]+\] - \d{4}-\d{2}-\d{2}$/.test(heading)) {
  faults.push(`The heading \`## ${heading}\` of CHANGELOG.md must be \`## [${version}] - YYYY-MM-DD\``);
} else if (notes === "") faults.push(`The section \`## ${heading}\` of CHANGELOG.md is empty: say what is new`);

// npm refuses a provenance that names another repository than the package does.
const address = /github\.com\/([^/]+\/[^/]+?)(?:\.git)?$/.exec(repository.url)?.[1];
if (here !== undefined && address !== here) {
  faults.push(`\`repository.url\` in package.json names \`${address}\`, and this is \`${here}\`: write that one there`);
}

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(2);
}
console.log(notes);
