import { describe, expect, test } from "vitest";
import { setWords } from "../../../src/core/chat/chat-line.ts";
import { unusableReasons } from "../../../src/core/errors/backup-errors.ts";
import { type ErrorFacts, LocalgptError } from "../../../src/core/errors/errors.ts";
import type { Finding } from "../../../src/core/facts/checks.ts";
import { chatOrders } from "../../../src/core/facts/vocabulary.ts";
import type { Event, Notice } from "../../../src/core/run/events.ts";
import type { Cause, Work, WorkKind } from "../../../src/core/run/operations.ts";
import { describeEvent, joinMessage } from "../../../src/output/describe.ts";
import { formatTold } from "../../../src/output/reporters/reporter.ts";
import { createStyle, type Style } from "../../../src/output/style.ts";
import { actions as englishActions } from "../../../src/words/docker/en.ts";
import { actions as spanishActions } from "../../../src/words/docker/es.ts";
import { words as en } from "../../../src/words/en.ts";
import { words as es } from "../../../src/words/es.ts";
import type { CommandHelp, Message } from "../../../src/words/shapes.ts";
import { tellCause, tellError, tellFinding, tellNotice, tellOperation, tellWait } from "../../../src/words/tell.ts";
import { findControls } from "../../support/data/controls.ts";
import { modelNamed } from "../../support/data/model-named.ts";
import { files, read } from "../../support/data/sources.ts";

const findings: Finding[] = [{ id: "native-ollama", status: "failure", facts: { port: 11434 } }];

/** Facts for every error, some errors with several. */
const errorFacts: { [C in keyof ErrorFacts]: ErrorFacts[C][] } = {
  "invalid-value": [
    { name: "--port", value: "abc", expected: "port" },
    { name: "port", value: "abc", expected: "port", place: { file: "/home/ana/settings.yaml", line: 3, column: 7 } },
  ],
  "unknown-setting": [
    { key: "prot", near: "port" },
    { key: "x", near: null, place: { file: "settings.yaml", line: 1, column: 1 } },
  ],
  "settings-syntax": [
    { place: { file: "a b.yaml", line: 1, column: 2 }, detail: "bad indentation" },
    { place: { file: "a b.yaml", line: 2, column: 1 }, detail: "Map keys must be unique", twice: "port" },
  ],
  "unknown-command": [
    { value: "upp", near: "up" },
    { value: "x", near: null },
  ],
  "unknown-option": [{ value: "--prot", near: "--port", command: "localgpt up" }],
  "missing-argument": [{ name: "MODEL", command: "localgpt pull" }],
  "excess-arguments": [
    { value: "x", command: "localgpt up" },
    { value: "is", command: "localgpt ask", quoted: "what is a process" },
  ],
  "missing-value": [{ option: "--port", command: "localgpt up" }],
  "confirmation-needed": [{}],
  "name-needed": [{ project: "localgpt" }],
  "wrong-name": [{ value: "localgtp", project: "localgpt" }],
  "conflicting-options": [{ first: "--model", second: "--no-model" }],
  "unknown-service": [{ value: "olama", near: "ollama" }],
  "unknown-model": [
    { value: "lama", near: null, installed: [] },
    { value: "lama", near: "llama3.2", installed: ["llama3.2", "mistral"] },
  ],
  "question-missing": [{}],
  "file-unusable": (["missing", "folder", "denied", "neither", "empty", "too-large"] as const).flatMap((problem) => [
    { path: "notes.odt", problem },
    { path: null, problem },
  ]),
  "schema-invalid": (["missing", "syntax", "no-object"] as const).map((problem) => {
    return { path: "schema.json", problem, detail: "Unexpected end of JSON input" };
  }),
  "model-exists": [{ model: "precise:latest" }],
  "nothing-to-change": [
    { model: "llama3.2:latest", asked: [] },
    { model: "llama3.2:latest", asked: ["temperature", "seed"] },
  ],
  "unknown-chat-order": [
    { value: "/hlep", near: "/help" },
    { value: "/x", near: null },
  ],
  "chat-order-usage": chatOrders.map((order) => ({ order })),
  "unknown-parameter": [{ value: "tmp", near: null, known: ["temperature", "top_p"] }],
  "unknown-conversation": [
    { value: "rede", near: "redes", saved: ["last", "redes"] },
    { value: "rede", near: null, saved: [] },
  ],
  "conversation-exists": [{ name: "redes" }],
  "conversation-unreadable": (["yaml", "model", "system", "messages", "think", "parameters"] as const).map((part) => ({
    place: { file: "mi charla.yaml", line: 3, column: 7 },
    part,
    detail: part === "yaml" ? "bad indentation" : "",
  })),
  "accounts-unusable": [{ detail: "database is locked" }, { detail: "" }],
  "unknown-account": [
    { value: "ana@example.com", near: "ana@example.org", accounts: 2 },
    { value: "x", near: null, accounts: 0 },
  ],
  "account-exists": [
    { administrators: ["ana@example.org"], accounts: 3 },
    { administrators: ["ana@example.org", "bea@example.org"], accounts: 3 },
    { administrators: [], accounts: 1 },
  ],
  "unknown-volume": [
    { value: "openwebui", near: "open-webui", volumes: ["ollama", "open-webui"] },
    { value: "x", near: null, volumes: [] },
  ],
  "volume-is-ours": [{ volume: "localgpt_ollama" }],
  "volume-in-use": [
    { volume: "ollama", containers: ["ollama"] },
    { volume: "ollama", containers: ["ollama", "web"] },
  ],
  "volume-refused": (["neither", "damaged", "newer", "second"] as const).map((problem) => ({
    volume: "open-webui",
    problem,
    detail: problem === "neither" ? "" : "the detail",
    image: "open-webui:v0.11.4",
  })),
  "updated-elsewhere": [
    { by: "npm", folder: "/usr/lib/node_modules/localgpt", command: "npm install -g localgpt@latest" },
    { by: "git", folder: "/home/ana/localgpt", command: "git pull" },
  ],
  "downloads-unknown": [{}],
  "release-unreachable": (["not-found", "proxy", "tls", "stalled"] as const).map((reason) => ({
    address: "https://example.org/localgpt/VERSION",
    reason,
    detail: "HTTP 404",
  })),
  "release-unusable": (["version", "no-checksum", "altered"] as const).map((problem) => ({
    address: "https://example.org/localgpt/VERSION",
    problem,
  })),
  "program-not-writable": [{ path: "/usr/local/bin/localgpt" }],
  "program-unfit": [
    { version: "0.2.0", detail: "GLIBC_2.99 not found" },
    { version: "0.2.0", detail: "" },
  ],
  "password-needed": [{ command: "localgpt admin create" }],
  "password-refused": (["short", "long", "controls", "lines", "different"] as const).map((problem) => ({ problem })),
  "docker-unreachable": (["linux", "darwin", "win32"] as const).flatMap((platform) => [
    { platform, attempts: [] },
    {
      platform,
      attempts: [
        { endpoint: "tcp://x:2375", source: "DOCKER_HOST" as const, reason: "timeout" as const, detail: "" },
        { endpoint: "unix:///a.sock", source: "known-socket" as const, reason: "failed" as const, detail: "EPIPE" },
      ],
    },
    { platform, attempts: [{ endpoint: "ssh://a", source: "context" as const, reason: "tls" as const, detail: "x" }] },
  ]),
  "docker-permission": [{ endpoint: "unix:///var/run/docker.sock", user: "ana" }],
  "docker-context-missing": [{ context: "colima", file: "/home/ana/.docker/meta.json" }],
  "docker-endpoint-unsupported": [{ endpoint: "fd://" }],
  "docker-too-old": [{ apiVersion: "1.40", neededApiVersion: "1.41" }],
  "docker-windows-containers": [{}],
  "docker-lost": [{ action: "create-container" }],
  "docker-timeout": [
    { action: "read-info", waitedMs: 30_000 },
    { action: "apply", waitedMs: 0 },
  ],
  "docker-garbled": [{ action: "list-containers" }],
  "docker-failed": [
    { action: "start-container", status: 500, detail: "boom" },
    { action: "list-volumes", status: null, detail: "boom" },
  ],
  "checks-refused": [{ findings }, { findings: [...findings, ...findings] }],
  "port-taken": [
    { port: 3000, owner: { kind: "container", name: "web", project: null }, nextFree: 3001 },
    { port: 3000, owner: { kind: "container", name: "web", project: "shop" }, nextFree: 3001 },
    { port: 3000, owner: { kind: "process", name: "node", pid: 1234 }, nextFree: null },
    { port: 3000, owner: { kind: "unknown" }, nextFree: 3001 },
    { port: 3000, owner: { kind: "page" }, nextFree: 3001, setting: "ollama.port" },
  ],
  "name-taken": (["container", "network", "volume"] as const).map((kind) => ({ kind, name: "localgpt_localgpt" })),
  "networks-exhausted": [{}],
  "gpu-refused": [{ gpu: "nvidia", detail: "could not select device driver" }],
  "size-unknown": [
    { model: "qwen3:14b", reason: "no-such-host", near: null },
    { model: "lama3.2:latest", reason: "proxy", near: "llama3.2" },
  ],
  "answer-failed": (Object.keys(en.answerReasons) as (keyof typeof en.answerReasons)[]).map((reason) => {
    return { model: "llama3.2", reason, detail: "unexpected EOF" };
  }),
  "pull-failed": (Object.keys(en.pullReasons) as (keyof typeof en.pullReasons)[]).flatMap((reason) => [
    { kind: "model" as const, name: "llama3.2", reason, detail: "the detail" },
    { kind: "model" as const, name: "llama3.2", reason, detail: "", ollamaVersion: "0.35.1", remainingBytes: 2e9 },
    { kind: "model" as const, name: "llama3.2", reason, detail: "x", ollamaVersion: null, remainingBytes: null },
    { kind: "image" as const, name: "ghcr.io/open-webui/open-webui:v0.11.4", reason, detail: "the detail" },
    { kind: "image" as const, name: "ollama/ollama:0.36.0", reason, detail: "the detail", isUpdate: true },
  ]),
  "service-not-ready": (["exited", "restarting", "timeout", "removed", "paused", "silent", "failing"] as const).flatMap(
    (reason) =>
      [true, false].map((oomKilled) => ({
        service: oomKilled ? ("ollama" as const) : ("open-webui" as const),
        reason,
        answer: reason === "failing" ? { status: 500, detail: oomKilled ? "boom" : "" } : null,
        exitCode: oomKilled ? 137 : null,
        oomKilled,
        memoryLimitBytes: oomKilled ? 2 ** 31 : null,
        waitedMs: 90_000,
        logTail: oomKilled ? ["last line"] : [],
      })),
  ),
  "service-answered": [{ service: "ollama", path: "/api/tags", status: 500, detail: "" }],
  "service-unreachable": [
    { service: "open-webui", detail: "ECONNREFUSED", waitedMs: null },
    { service: "ollama", detail: "", waitedMs: 5000 },
  ],
  "stack-not-running": [{ project: "localgpt" }],
  "stack-not-found": [{ project: "localgpt" }, { project: "localgpt", service: "open-webui" }],
  "data-damaged": [{ detail: "" }, { detail: "row 3 missing from index" }],
  "data-not-copied": [{ from: "localgpt_open-webui", volume: "localgpt_open-webui-2", detail: "cp: error writing" }],
  "data-lost": [
    { expected: { accounts: 1, chats: 12 }, found: { accounts: 1, chats: 1 } },
    { expected: { accounts: 2, chats: 12 }, found: null },
  ],
  "migration-failed": [{ detail: "duplicate column name: info" }],
  "nothing-before": [{ gone: null }, { gone: "localgpt_open-webui" }],
  "downgrade-refused": [{ installed: "open-webui:v0.11.4", wanted: "open-webui:v0.11.3" }],
  "installation-newer": [{ path: "/home/ana/localgpt/installation.json" }],
  "unknown-image": [
    { value: "v0.12.0", near: "open-webui:v0.12.0" },
    { value: "x", near: null },
  ],
  "disk-full": [{ place: "localgpt_open-webui-2", neededBytes: 3e9, freeBytes: 1e9 }],
  "change-failed": (["update", "restore", "adopt", "rollback"] as const).map((kind) => {
    const cause = { code: "migration-failed", facts: { detail: "duplicate column name: info" } } as const;
    return { kind, undone: kind !== "restore", cause };
  }),
  "folder-gone": [{}],
  "home-unknown": [{ folder: null }, { folder: ".local/share/localgpt" }],
  "file-failed": (["read", "write", "lock", "remove"] as const).flatMap((action) =>
    ["EACCES", "ENOSPC", "EFBIG", "EEXIST", "ENOLINK", "EISDIR", "ECOMPROMISED", "EIO"].map((reason) => ({
      path: "/a",
      action,
      reason,
    })),
  ),
  "last-backup-failed": [{ cause: { code: "no-data", facts: { project: "localgpt" } } }],
  "file-exists": [{ path: "/a" }],
  "backup-exists": [{ path: "/a.tar" }],
  "backup-place": [
    { path: "/a", problem: "folder" },
    { path: "/a", problem: "no-folder" },
  ],
  "backup-missing": [
    { path: "/a", problem: "missing" },
    { path: "/a", problem: "folder" },
  ],
  "backup-unusable": unusableReasons.flatMap((reason) => [
    { path: "/a", reason, entry: "open-webui/webui.db", format: 2 },
    ...(reason === "altered" ? [{ path: "/a", reason, entry: null, format: null }] : []),
  ]),
  "backup-newer": [{ path: "/a", openWebui: "0.12.0", installed: "0.11.4" }],
  "no-data": [{ project: "localgpt" }],
  "data-failed": (["no-space", "locked", "other"] as const).map((problem) => ({
    problem,
    path: "/localgpt/data/webui.db",
    detail: "disk I/O error",
  })),
  "browser-failed": [{ address: "http://localhost:3000" }],
  interrupted: [{}, { work: "answer" }, { work: "up" }],
};

const causes: { [I in Cause["id"]]: Extract<Cause, { id: I }>[] } = {
  missing: [{ id: "missing" }],
  "maybe-missing": [{ id: "maybe-missing" }],
  stopped: [{ id: "stopped" }],
  paused: [{ id: "paused" }],
  "settings-changed": [
    { id: "settings-changed", changed: [] },
    { id: "settings-changed", changed: ["cpus: - → 2"] },
  ],
  "image-changed": [{ id: "image-changed" }],
  "network-changed": [{ id: "network-changed" }],
  "aliases-missing": [{ id: "aliases-missing" }],
  "volume-changed": [{ id: "volume-changed" }],
  replaced: [{ id: "replaced" }],
  requested: [{ id: "requested" }],
};

const operations: { [K in WorkKind["kind"]]: Extract<WorkKind, { kind: K }> } = {
  "replace-program": { kind: "replace-program", version: "0.2.0" },
  "pull-image": { kind: "pull-image", image: "ollama/ollama:0.35.1" },
  "create-network": { kind: "create-network", network: "localgpt_localgpt" },
  "remove-network": { kind: "remove-network", network: "localgpt_localgpt" },
  "create-volume": { kind: "create-volume", volume: "localgpt_ollama" },
  "fill-volume": { kind: "fill-volume", volume: "localgpt_open-webui-2", from: "localgpt_open-webui" },
  "copy-models": { kind: "copy-models", volume: "localgpt_ollama", from: "ollama" },
  "verify-data": { kind: "verify-data", volume: "localgpt_open-webui-2" },
  "create-container": { kind: "create-container", service: "ollama" },
  "start-container": { kind: "start-container", service: "open-webui" },
  "unpause-container": { kind: "unpause-container", service: "ollama", container: "abc" },
  "stop-container": { kind: "stop-container", service: "ollama", container: "abc" },
  "remove-container": { kind: "remove-container", service: "ollama", container: "abc" },
  "restart-container": { kind: "restart-container", service: "ollama", container: "abc" },
  "wait-ready": { kind: "wait-ready", service: "ollama" },
  "ensure-model": { kind: "ensure-model", model: modelNamed("llama3.2") },
  "load-model": { kind: "load-model", model: "llama3.2" },
  "compare-models": { kind: "compare-models", count: 2 },
  "remove-leftover": { kind: "remove-leftover", container: "abc", name: "localgpt-run-0a1b2c" },
  "remove-volume": { kind: "remove-volume", volume: "localgpt_ollama" },
  "remove-image": { kind: "remove-image", image: "ollama/ollama:0.35.1" },
  "remove-files": { kind: "remove-files", folder: "/home/ana/localgpt", names: ["compose.yaml", "settings.yaml"] },
  "check-backup": { kind: "check-backup", file: "/home/ana/backup.tar" },
  "restore-models": { kind: "restore-models", count: 2 },
  "save-backup": { kind: "save-backup", file: "/home/ana/backup.tar" },
};

const stats = { totalMs: 9100, loadMs: 1200, promptTokens: 26, promptMs: 300, answerTokens: 42, answerMs: 7000 };
const notices: Notice[] = [
  { id: "only-model", model: "tiny:latest" },
  { id: "waiting-for-input" },
  { id: "input-not-waited", waitedMs: 3000 },
  { id: "text-too-long", model: "llama3.2", tokens: 9000, context: 4096, suggested: 16384 },
  { id: "text-too-long", model: "llama3.2", tokens: 900_000, context: 4096, suggested: null },
  { id: "answer-cut", model: "llama3.2", tokens: 812, context: 4096 },
  {
    id: "answer-stats",
    model: "llama3.2",
    stats: { ...stats, promptTokensPerSecond: null, answerTokensPerSecond: 6.1 },
  },
  { id: "change-interrupted", kind: "update", phase: "filling" },
  { id: "change-interrupted", kind: "restore", phase: "switched" },
  { id: "going-back", kind: "update" },
  { id: "volume-superseded", volume: "localgpt_open-webui", removed: true },
  { id: "volume-superseded", volume: "localgpt_open-webui", removed: false },
  { id: "image-not-refreshed", image: "open-webui:main", reason: "unreachable" },
  { id: "update-waiting", service: "open-webui", installed: "open-webui:v0.11.4", wanted: "open-webui:v0.12.0" },
  { id: "connected", endpoint: "unix:///a.sock", engineVersion: "28.5.2" },
  { id: "waiting-for-lock", pid: 12, host: null, command: "localgpt up", sinceMs: 5000 },
  { id: "waiting-for-lock", pid: 12, host: "nas", command: "localgpt up", sinceMs: 5000 },
  { id: "installation-unread", path: "/home/ana/localgpt/installation-unread-1.json" },
  { id: "lock-held", folder: "/home/ana/localgpt" },
  { id: "lock-left-behind", pid: 12, command: "localgpt up", waitMs: 4000 },
  { id: "settings-saved", changed: [{ key: "port", value: "3001" }] },
  { id: "gpu-refused", gpu: "nvidia", detail: "no driver" },
  { id: "retry", kind: "image", name: "a/b:1", reason: "stalled", attempt: 2, waitMs: 4000 },
  { id: "retry", kind: "model", name: "llama3.2", reason: "other", attempt: 2, waitMs: 4000 },
  { id: "model-present", model: "llama3.2" },
  {
    id: "updates-found",
    models: [
      { model: "llama3.2", downloadBytes: 2e9 },
      { model: "tiny", downloadBytes: null },
    ],
  },
  { id: "page-default-set", model: "llama3.2" },
  { id: "page-default-kept", model: "llama3.2", detail: "database is locked" },
  { id: "not-updated", model: "llama3.2", reason: "no-such-host" },
  { id: "waiting-for-docker", action: "list-containers", waitedMs: 4_000 },
  { id: "model-damaged", model: "llama3.2", files: 1 },
  { id: "model-damaged", model: "llama3.2", files: 2 },
  { id: "still-waiting", service: "ollama", waitedMs: 60_000, reason: null },
  { id: "network-in-use", network: "n" },
  { id: "still-used", kind: "volume", name: "localgpt_ollama", users: ["ollama"] },
  { id: "still-used", kind: "image", name: "ollama/ollama:0.35.1", users: ["a", "b"] },
  { id: "checks-forced", failures: 2 },
  { id: "chat-set", name: "model", value: "tiny" },
  { id: "chat-set", name: "system", value: "Answer in verse" },
  { id: "chat-set", name: "num_ctx", value: "8192" },
  ...setWords.slice(2).map((name) => ({ id: "chat-set" as const, name, value: "" })),
  { id: "chat-cleared" },
  { id: "chat-saved", name: "redes", path: "/a" },
  { id: "chat-loaded", name: "redes", messages: 1, model: "tiny" },
  { id: "chat-loaded", name: "redes", messages: 2, model: "tiny" },
  { id: "chat-model-missing", model: "tiny", kept: "llama3.2" },
  { id: "chat-stopped", said: true },
  { id: "chat-stopped", said: false },
  { id: "chat-outgrown", context: 4096 },
  { id: "chat-not-kept", path: "/a", reason: "ENOSPC" },
  { id: "ollama-lost" },
  { id: "backup-changed", files: ["open-webui/a", "open-webui/b", "open-webui/c", "open-webui/d"] },
  { id: "backup-damaged", databases: ["open-webui/webui.db"] },
  { id: "backup-left-out", files: ["open-webui/a"] },
];

/** A text that a person can read: something is said, and nothing of the code shows through. */
function expectReadable(text: string): void {
  expect(text.trim()).not.toBe("");
  expect(text).not.toMatch(/undefined|\[object|\bnull\b|NaN| {2}\S.* {2}\S|``|\s[,.:]/);
}

function expectMessage({ message, hint }: Message): void {
  for (const part of [message, ...(hint === undefined ? [] : [hint])]) {
    part.split("\n").forEach((line) => {
      expectReadable(line.trim());
    });
    // One sentence has no full stop; what ends with one would not fit beside the others.
    expect(part).not.toMatch(/(?<!\.)\.$/);
  }
}

function formatEvent(event: Event, words: typeof en, style: Style): string {
  const told = describeEvent(event, words);
  return told === null ? "" : formatTold(told, style);
}

const poisons = "\u001b[2J\u009b1A\u001b]0;x\u0007\u202e\r";

/** The sentences of a sample with each of its texts poisoned in turn; nothing if no sentence has that text. */
function poison<T>(sample: T, tell: (poisoned: T) => string): string[] {
  const texts = JSON.stringify(sample).match(/(?<=:|\[|,)"(?:[^"\\]|\\.)*"(?!:)/g)?.length ?? 0;
  return Array.from({ length: texts }, (_, at) => {
    let count = -1;
    const poisoned = JSON.parse(JSON.stringify(sample), (_key, value: unknown) => {
      if (typeof value !== "string") return value;
      count += 1;
      return count === at ? value + poisons : value;
    }) as T;
    try {
      return tell(poisoned);
    } catch {
      return "";
    }
  }).filter((text) => text !== "");
}

describe.each([
  ["en", en],
  ["es", es],
] as const)("in %s", (_, words) => {
  test("every error says what happened and what to do", () => {
    for (const [code, samples] of Object.entries(errorFacts)) {
      for (const facts of samples) {
        const told = tellError(new LocalgptError(code as "port-taken", facts as ErrorFacts["port-taken"]), words);
        expectMessage(told);
      }
    }
  });

  test("every cause, operation and notice has its sentence", () => {
    for (const cause of Object.values(causes).flat()) expectReadable(tellCause(cause, words));
    for (const operation of Object.values(operations)) {
      for (const tense of ["planned", "doing", "done"] as const) {
        expectReadable(tellOperation(operation, tense, words));
      }
    }
    for (const notice of notices) expectReadable(tellNotice(notice, words));
    for (const phase of ["loading", "reading"] as const) expectReadable(tellWait({ phase, model: "llama3.2" }, words));
    for (const finding of findings) expectMessage(tellFinding(finding, words));
  });

  test("nothing that acts on a terminal gets from facts into what is reported", async () => {
    const style = await createStyle({ colour: false, unicode: true });
    const errors = Object.entries(errorFacts).flatMap(([code, samples]) => samples.map((facts) => ({ code, facts })));
    const told = [
      ...errors.flatMap((sample) =>
        poison(sample, ({ code, facts }) =>
          joinMessage(tellError(new LocalgptError(code as "port-taken", facts as ErrorFacts["port-taken"]), words)),
        ),
      ),
      ...[
        ...notices.map((notice) => ({ type: "notice", notice }) as const),
        ...findings.map((finding) => ({ type: "finding", finding }) as const),
        ...Object.values(operations).flatMap((kind) => {
          const operation = { ...kind, id: "1", after: [], cause: { id: "missing" } } as unknown as Work;
          return (["operation-started", "operation-done", "operation-failed"] as const).map(
            (type) => ({ type, operation, tookMs: 1 }) as Event,
          );
        }),
      ].flatMap((event) => poison<Event>(event, (poisoned) => formatEvent(poisoned, words, style))),
    ];
    // Not every text of the facts is shown, and some choose the sentence: with those changed, it does not exist.
    expect(told.length).toBeGreaterThan(300);
    expect(told.filter((text) => findControls(text).length > 0)).toEqual([]);
  });

  test("every command's help has a summary, a description, its options and an example of its own", () => {
    const { description, headings, usage, defaultValue, more, global } = words.program;
    expectReadable([description, ...Object.values(headings), ...Object.values(usage)].join(" "));
    expectReadable([defaultValue("3000"), more, ...Object.values(global)].join(" "));
    for (const [name, help] of Object.entries<CommandHelp>(words.help)) {
      expectReadable(help.summary);
      expect(help.summary, name).not.toMatch(/\.$/);
      expect(help.description, name).toMatch(/\.$/);
      for (const text of [...Object.values(help.options), ...Object.values(help.arguments)]) {
        expectReadable(text);
      }
      expect(help.examples.length, name).toBeGreaterThan(0);
      const [first] = name.split(" ");
      for (const { command, what } of help.examples) {
        expect(command).toContain(`localgpt ${first}`);
        expectReadable(what);
      }
    }
  });
});

test("everything that is asked of Docker has words", () => {
  const asked = files
    .filter((file) => /^(?:engine|services)\//.test(file))
    .flatMap((file) => {
      const calls = read(file).matchAll(/action: "([a-z-]+)"|(?:abortError|toLocalgptError)\([^,()]+, "([a-z-]+)"/g);
      return [...calls].map(([, bounded, direct]) => bounded ?? direct ?? "");
    });
  expect(asked.length).toBeGreaterThan(30);
  const names = [...new Set(asked)].sort();
  expect(Object.keys(englishActions).sort()).toEqual(names);
  expect(Object.keys(spanishActions).sort()).toEqual(names);
});

test("no sentence was left in the other language", () => {
  const same = findSame(en, es).filter((path) => !/language|^services|^format|bytes|command$|usage$/.test(path));
  expect(same).toEqual([]);
});

/** The paths at which two languages have the same text of more than one word. */
function findSame(first: unknown, second: unknown, path = ""): string[] {
  if (typeof first === "string") return first === second && /\s\w/.test(first) ? [path] : [];
  if (typeof first !== "object" || first === null) return [];
  return Object.entries(first).flatMap(([key, value]) =>
    findSame(value, (second as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`),
  );
}

describe.each([
  ["en", en],
  ["es", es],
] as const)("what depends on kind, number and place, in %s", (language, words) => {
  const messageOf = (error: LocalgptError) => tellError(error, words).message;
  const fail = (cause: ErrorFacts["change-failed"]["cause"]) =>
    new LocalgptError("change-failed", { kind: "update", undone: true, cause });

  test("a failed change goes on in lower case after the colon, names aside", () => {
    const facts = { expected: { accounts: 2, chats: 3 }, found: { accounts: 1, chats: 0 } };
    const less = messageOf(new LocalgptError("data-lost", facts));
    const told = messageOf(fail({ code: "data-lost", facts }));
    expect(told).toContain(`: ${less.charAt(0).toLowerCase()}${less.slice(1)}`);
    expect(told).not.toContain(less);
    const named = { code: "migration-failed", facts: { detail: "x" } } as const;
    expect(messageOf(fail(named))).toContain(`: ${messageOf(new LocalgptError(named.code, named.facts))}`);
  });

  test("what there is less of is counted, and none of it is a word", () => {
    const facts = { expected: { accounts: 2, chats: 3 }, found: { accounts: 1, chats: 0 } };
    const [one, several, none] =
      language === "en"
        ? ["1 account and", "2 accounts and", "no conversations"]
        : ["1 cuenta y", "2 cuentas y", "ninguna conversación"];
    const told = messageOf(new LocalgptError("data-lost", facts));
    for (const counted of [one, several, none]) expect(told).toContain(counted);
  });

  test("a lock that another took over is no matter of rights", () => {
    const lose = (reason: string) =>
      tellError(new LocalgptError("file-failed", { path: "/a/lock", action: "lock", reason }), words);
    const [taken, refused] = [lose("ECOMPROMISED"), lose("EACCES")];
    expect(taken.hint).toContain("`localgpt status`");
    expect(taken.message).not.toBe(refused.message);
    expect(taken.hint).not.toBe(refused.hint);
  });

  test("a change that was taken back shows what the service said: its container, and its log, are gone", () => {
    const facts: ErrorFacts["service-not-ready"] = {
      service: "open-webui",
      reason: "exited",
      answer: null,
      exitCode: 1,
      oomKilled: false,
      memoryLimitBytes: null,
      waitedMs: 900,
      logTail: ["peewee.OperationalError: unable to open database file"],
    };
    const lines = tellError(fail({ code: "service-not-ready", facts }), words).hint?.split("\n");
    expect(lines).toHaveLength(3);
    expect(lines?.[1]).toBe("  peewee.OperationalError: unable to open database file");
    expect(lines?.[2]).toBe(tellError(fail({ code: "migration-failed", facts: { detail: "x" } }), words).hint);
  });
});

test("what others use agrees in gender and number", () => {
  const reasonOf = (kind: "image" | "volume", count: number) =>
    es.uninstall.reasons["in-use"]({ kind, count, users: ["a", "b"] });
  expect(reasonOf("image", 1)).toMatch(/^la usan .* a y b$/);
  expect(reasonOf("image", 2)).toMatch(/^las usan .* a y b$/);
  expect(reasonOf("volume", 1)).toMatch(/^lo usan .* a y b$/);
  expect(es.notices["still-used"]({ id: "still-used", kind: "image", name: "i", users: [] })).toMatch(/ i: la usan /);
});
