import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dockerHost } from "../support/engines/docker.ts";
import type { Row } from "./pairs.ts";
import { renderTable, rowsVariable } from "./report.ts";

const page = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
const marked = /(<!-- figures -->\n)[\s\S]*(\n<!-- end of figures -->)/;

const folder = join(tmpdir(), `localgpt-bench-${process.pid}`);
const loadBefore = loadavg()[0] ?? 0;

/** Before a whole run: a file in which the rows of all benches come together. */
export function setup(): void {
  mkdirSync(folder);
  process.env[rowsVariable] = join(folder, "rows");
  writeFileSync(join(folder, "rows"), "");
}

/**
 * After the run: prints the rows as a table and as JSON. With `LOCALGPT_BENCH_KEEP=1` both also go into
 * docs/performance.md, in place of those of the previous release.
 */
export function teardown(): void {
  const lines = readFileSync(join(folder, "rows"), "utf8").split("\n").filter(Boolean);
  rmSync(folder, { recursive: true });
  const rows = lines.map((line) => JSON.parse(line) as Row);
  const machine = { ...describeMachine(), loadBefore, loadAfter: loadavg()[0] ?? 0 };
  const table = `${renderMachine(machine)}\n\n${renderTable(rows)}`;
  const json = JSON.stringify({ machine, rows });
  console.log(`\n${table}\n\n${json}\n`);
  if (process.env.LOCALGPT_BENCH_KEEP !== "1") return;
  const figures = `${table}\n\n<details><summary>JSON</summary>\n\n\`\`\`json\n${json}\n\`\`\`\n\n</details>`;
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    text.replace(marked, (_, begin: string, end: string) => `${begin}\n${figures}\n${end}`),
  );
}

type Machine = ReturnType<typeof describeMachine> & { loadBefore: number; loadAfter: number };

function describeMachine() {
  const [first] = cpus();
  const docker = (...args: string[]) =>
    execFileSync("docker", args, { env: { ...process.env, DOCKER_HOST: dockerHost() }, encoding: "utf8" }).trim();
  return {
    processor: first?.model.trim() ?? "",
    cpus: cpus().length,
    memoryBytes: totalmem(),
    system: `${process.platform} ${release()}`,
    node: process.version,
    engine: docker("version", "--format", "{{.Server.Version}}"),
    compose: docker("compose", "version", "--short"),
  };
}

function renderMachine({ processor, cpus, memoryBytes, system, node, engine, compose, ...load }: Machine): string {
  const gibibytes = (memoryBytes / 1024 ** 3).toFixed(0);
  const loads = `load ${load.loadBefore.toFixed(1)} before and ${load.loadAfter.toFixed(1)} after`;
  return `${processor}, ${cpus} CPUs, ${gibibytes} GiB, ${system}; Node ${node}, Docker Engine ${engine}, Compose ${compose}; ${loads}`;
}
