// The catalogue of failures: provokes every row of test/faults on each Engine of the tests, on one in Spanish and on
// the other in English (on a single Engine in both), and writes the results into docs/reliability.md. With `--check
// REPORT…` nothing is run: the rows of vitest's reports must be those of the page.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const page = "docs/reliability.md";
const marked = /(<!-- rows -->\n)[\s\S]*(\n<!-- end of rows -->)/;
const [mode, ...reports] = process.argv.slice(2);

if (mode === "--check") check(reports.flatMap(readReport));
else await provokeAll();

/** The result of each row; fails on one that did not pass. */
function readReport(path) {
  const tests = JSON.parse(readFileSync(path, "utf8")).testResults.flatMap((file) => file.assertionResults);
  return tests.map(({ fullName, status, meta }) => {
    if (status !== "passed" || meta.fault === undefined) fail(`not as it should be: ${fullName} (${status})`);
    return meta.fault;
  });
}

/** Where not every row had its turn, those that had must be on the page, and as many of each group as it has in all. */
function check(results) {
  const anew = "npm run faults writes it anew";
  const tables = new Map(
    readFileSync(page, "utf8")
      .split("\n### ")
      .map((table) => [table.split("\n", 1)[0], table]),
  );
  const wanted = new Map(results.map(({ group, rows }) => [group, rows]));
  for (const result of results) {
    if (!tables.get(result.group)?.includes(`\n${rowStart(result)}`))
      fail(`${page} does not have this row as it is now: ${result.group}: ${result.name}. ${anew}`);
  }
  const listed = (table) => table.split("\n").filter((line) => / \| -?\d+ \| /.test(line)).length;
  for (const [group, table] of tables) {
    const count = wanted.get(group) ?? 0;
    if (listed(table) !== count) fail(`${page} has ${listed(table)} rows of ${group}, and there are ${count}. ${anew}`);
  }
  const tried = new Set(results.map(({ group, name }) => `${group}: ${name}`));
  const all = [...wanted.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${tried.size} of ${all} rows, as ${page} has them`);
}

async function provokeAll() {
  const folder = mkdtempSync(join(tmpdir(), "localgpt-faults-"));
  const { LOCALGPT_TEST_ENGINE_20: old, LOCALGPT_TEST_ENGINE_28: newer, LOCALGPT_TEST_DOCKER_HOST: only } = process.env;
  const runs = [
    { host: old || only, language: "es" },
    { host: newer || only, language: "en" },
  ];
  const versions = new Set();
  const results = [];
  for (const { host, language } of runs) {
    const report = join(folder, `${language}.json`);
    const words = ["--project", "faults", "--reporter", "default", "--reporter", "json"];
    const { status } = spawnSync(
      process.execPath,
      ["node_modules/vitest/vitest.mjs", "run", ...words, "--outputFile.json", report],
      {
        stdio: ["ignore", "inherit", "inherit"],
        env: {
          ...process.env,
          LOCALGPT_TEST_DOCKER_HOST: host,
          LOCALGPT_FAULTS_LANGUAGE: language,
          LOCALGPT_FAULTS_SIGNALS: "all",
        },
      },
    );
    if (status !== 0) fail(`the faults on ${host} did not all pass`);
    const version = ["-H", host, "version", "--format", "{{.Server.Version}}"];
    versions.add(spawnSync("docker", version, { encoding: "utf8" }).stdout.trim());
    results.push(...readReport(report));
  }
  rmSync(folder, { recursive: true });
  const english = new Map(
    results.filter(({ language }) => language === "en").map((result) => [`${result.group}: ${result.name}`, result]),
  );
  const table = renderTable([...english.values()], results.length, [...versions]);
  writeFileSync(
    page,
    readFileSync(page, "utf8").replace(marked, (_, begin, end) => `${begin}\n${table}\n${end}`),
  );
  console.log(`${results.length} provocations of ${english.size} faults: ${page}`);
}

function renderTable(results, provocations, versions) {
  const intro = `${results.length} faults, provoked ${provocations} times: in Spanish and in English, on Docker Engine ${versions.join(" and ")}.`;
  const groups = [...new Set(results.map(({ group }) => group))].sort();
  const tables = groups.map((group) => {
    const rows = results.filter((result) => result.group === group);
    const head = "| what happens | exit | what localgpt says | next step |\n| --- | --- | --- | --- |";
    const lines = rows.map((result) => `${rowStart(result)}${told(result.sentence)} | ${told(result.next)} |`);
    return `### ${group}\n\n${head}\n${lines.join("\n")}`;
  });
  return [intro, ...tables].join("\n\n");
}

/** The cells of a row that say the same on each Engine. */
function rowStart({ name, exit }) {
  return `| ${cell(name)} | ${exit} | `;
}

/**
 * A cell with what a person would see, without colours, in place of what is only the tests': their registry, sockets
 * and disks; not all of a long line.
 */
function told(text) {
  const usual = stripVTControlCharacters(text ?? "")
    .trim()
    .replace(/\/[^\s`()]*\/engine-\d+\/data/g, "/var/lib/docker")
    .replace(/127\.0\.0\.1:\d+\/localgpt-test\//g, "")
    .replace(/:fresh-[0-9a-f]+/g, ":1")
    .replace(/\/[^\s`()]*\/localgpt-[\w-]+\/docker\.sock/g, "/var/run/docker.sock")
    .replace(/tcp:\/\/127\.0\.0\.1:\d+/g, "tcp://127.0.0.1:2375")
    .replace(/127\.0\.0\.1:(?!(?:3000|11434|8080|2375)\b)\d+/g, "registry.example");
  return cell(usual.length > 260 ? `${usual.slice(0, 259)}…` : usual);
}

function cell(text) {
  return text.replaceAll("|", "\\|");
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
