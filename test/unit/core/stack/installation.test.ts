import { expect, test } from "vitest";
import { findDatabaseDamage, findMigrationFailure } from "../../../../src/core/english/open-webui-texts.ts";
import { hasAll } from "../../../../src/core/facts/page-counts.ts";
import {
  formatInstallation,
  freshVolumeName,
  type Installation,
  noInstallation,
  parseInstallation,
} from "../../../../src/core/stack/installation.ts";
import { isOlder, repositoryOf, versionOf } from "../../../../src/core/values/image-reference.ts";

const image = { reference: "ghcr.io/open-webui/open-webui:v0.11.4", id: "sha256:1", digest: "sha256:2" };
const installation: Installation = {
  ...noInstallation("localgpt"),
  current: { images: { ollama: image, "open-webui": image }, volume: "localgpt_open-webui", since: "2026-11-24" },
  pageModel: "tiny",
};

test("what is installed is read back as it was written, for its own project alone", () => {
  const text = formatInstallation(installation);
  expect(parseInstallation(text, "localgpt")).toEqual(installation);
  expect(parseInstallation(text, "other")).toBeNull();
  expect(parseInstallation(text.slice(0, -20), "localgpt")).toBeNull();
  expect(parseInstallation(text.replace('"format": 1', '"format": 2'), "localgpt")).toBeNull();
});

// Found by test/fuzz.
test.each([
  ["null", "5"],
  ['"reference": "ghcr.io/open-webui/open-webui:v0.11.4"', '"reference": null'],
  ['"digest": "sha256:2"', '"digest": 2'],
  ['"volume": "localgpt_open-webui"', '"volume": {}'],
  ['"pageModel": "tiny"', '"pageModel": 5'],
  ['"pending": null', '"pending": { "kind": "update", "phase": "switched", "startedAt": "2026" }'],
  ['"previous": null', '"previous": { "replacedBy": "x" }'],
])("a file that somebody changed is none: %s", (before, after) => {
  const text = formatInstallation(installation);
  expect(text).toContain(before);
  expect(parseInstallation(text.replace(before, after), "localgpt")).toBeNull();
});

test("a new volume is named by the second it was made in", () => {
  expect(freshVolumeName("localgpt", new Date("2026-11-24T18:30:05.123Z"))).toBe("localgpt_open-webui-20261124-183005");
});

test.each([
  ["ollama/ollama:0.35.1", "ollama/ollama", [0, 35, 1]],
  ["ollama/ollama:0.35.1-rocm", "ollama/ollama", [0, 35, 1]],
  ["ghcr.io/open-webui/open-webui:v0.11.4", "ghcr.io/open-webui/open-webui", [0, 11, 4]],
  ["localhost:5000/open-webui", "localhost:5000/open-webui", null],
  ["localhost:5000/open-webui:main", "localhost:5000/open-webui", null],
  [`ollama/ollama:0.35.1@sha256:${"a".repeat(64)}`, "ollama/ollama", [0, 35, 1]],
])("%s is of repository %s and version %j", (reference, repository, version) => {
  expect(repositoryOf(reference)).toBe(repository);
  expect(versionOf(reference)).toEqual(version);
});

test("a version is older by the first number that differs; what names no version is never older", () => {
  expect(isOlder("a:0.9.9", "a:0.10.0")).toBe(true);
  expect(isOlder("a:0.10.0", "a:0.9.9")).toBe(false);
  expect(isOlder("a:v1.0.0", "a:1.0.0")).toBe(false);
  expect(isOlder("a:main", "a:1.0.0")).toBe(false);
});

test("more than before is fine, less is not, and a database that is gone is less", () => {
  expect(hasAll({ accounts: 1, chats: 3 }, { accounts: 1, chats: 2 })).toBe(true);
  expect(hasAll({ accounts: 2, chats: 1 }, { accounts: 1, chats: 2 })).toBe(false);
  expect(hasAll(null, { accounts: 0, chats: 0 })).toBe(false);
  expect(hasAll(null, null)).toBe(true);
});

test("a migration that failed is found among the lines that only speak of migrations", () => {
  const failed =
    "ERROR [open_webui.env] Error running migrations: (sqlite3.OperationalError) duplicate column name: timer_at";
  expect(findMigrationFailure(["INFO  [alembic.runtime.migration] Running upgrade a -> b", failed])).toBe(failed);
  expect(findMigrationFailure(["Running migrations", "INFO: Application startup complete."])).toBeNull();
  const damaged = "sqlite3.DatabaseError: file is not a database";
  expect(findDatabaseDamage([failed, damaged])).toBe(damaged);
  expect(findDatabaseDamage([failed])).toBeNull();
});
