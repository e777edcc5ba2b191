#!/usr/bin/env node
// A stack's life with the built localgpt, each answer looked at: up, ask, status, backup, update --dry-run, down.
// STACK_OLLAMA_IMAGE and STACK_OPEN_WEBUI_IMAGE (empty: the official ones of this release), STACK_MODEL, STACK_PROJECT
// and STACK_PORT say with what. The stack is left stopped, with its data.
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const { STACK_OLLAMA_IMAGE, STACK_OPEN_WEBUI_IMAGE, STACK_MODEL, STACK_PROJECT, STACK_PORT } = process.env;
const images = { ollama: STACK_OLLAMA_IMAGE, "open-webui": STACK_OPEN_WEBUI_IMAGE };
const model = STACK_MODEL || "smollm2:135m";
const port = STACK_PORT || "3000";
const folder = process.env.LOCALGPT_HOME || mkdtempSync(join(tmpdir(), "localgpt-real-stack-"));
const env = { ...process.env, LOCALGPT_HOME: folder };

function start(args, options = {}) {
  return spawnSync(process.execPath, [program, ...args], { env, encoding: "utf8", maxBuffer: 1 << 28, ...options });
}

/** Runs localgpt, its progress shown as it comes, and gives what it printed. */
function localgpt(...args) {
  const since = Date.now();
  console.log(`\n── localgpt ${args.join(" ")}`);
  const { status, stdout, error } = start(args, { stdio: ["ignore", "pipe", "inherit"] });
  console.log(`   exit code ${status} after ${Math.round((Date.now() - since) / 1000)} s`);
  if (status !== 0) throw new Error(`\`localgpt ${args.join(" ")}\` failed: ${error?.message ?? stdout}`);
  return stdout;
}

const read = (...args) => JSON.parse(localgpt(...args, "--json", "--lang", "en"));

/** Throws where what was found is not what must be. */
function expect(what, isTrue, found) {
  if (!isTrue) throw new Error(`${what} is not so: ${JSON.stringify(found)}`);
  console.log(`   ✔ ${what}`);
}

async function expectPage() {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
  const text = await answer.text();
  expect("the page answers with HTML", answer.ok && /<html/i.test(text), {
    status: answer.status,
    text: text.slice(0, 200),
  });
}

async function liveThrough() {
  if (STACK_PROJECT) localgpt("config", "set", "name", STACK_PROJECT);
  localgpt("config", "set", "port", port);
  for (const [service, image] of Object.entries(images))
    if (image) localgpt("config", "set", `${service}.image`, image);

  const up = read("up", "--model", model);
  expect("the first `up` makes the stack", up.changed && up.model === model, up);
  await expectPage();

  const lines = localgpt("ask", "Say hello in one word", "--max-tokens", "32", "--json").trim().split("\n");
  const pieces = lines.map((line) => JSON.parse(line));
  const answer = pieces.map((piece) => piece.answer ?? "").join("");
  console.log(`   ${model}: ${answer.trim()}`);
  expect("the model answers", answer.trim() !== "" && pieces.at(-1).stats.answerTokens > 0, pieces.at(-1));

  const status = read("status");
  expect(
    "both services are ready",
    status.services.every(({ state }) => state === "ready"),
    status,
  );
  for (const { service, image, version } of status.services) {
    console.log(`   ${service}: ${image}, version ${version}`);
    expect(`${service} runs from the image that was asked for`, !images[service] || image === images[service], image);
  }
  const names = status.models.installed.map(({ name }) => name);
  expect(
    "the model is on the disk",
    names.some((name) => name.replace(/:latest$/, "") === model.replace(/:latest$/, "")),
    names,
  );

  const { path, bytes } = read("backup", join(folder, "real-stack.localgpt.tar"));
  expect("the backup has something in it", bytes > 0, bytes);
  const { backup } = read("restore", "--check", path);
  expect("the backup is whole", backup.bytes === bytes, backup);

  const update = read("update", "--dry-run");
  expect("there is nothing newer than what was just made", update.dryRun && !update.changed, update);
  expect("a second `up` has nothing to do", !read("up").changed, "it changed something");

  const down = read("down");
  expect("`down` keeps the data", down.changed && down.volumes.length === 2, down);
  expect("nothing runs any more", read("status").state !== "running", "it runs");
}

try {
  await liveThrough();
} catch (error) {
  console.error(`\n${error.message}`);
  for (const args of [["status"], ["logs", "--tail", "100"], ["down"]]) {
    const { stdout, stderr } = start([...args, "--lang", "en"]);
    console.error(`\n── localgpt ${args.join(" ")}\n${stdout}${stderr}`);
  }
  process.exitCode = 1;
}
