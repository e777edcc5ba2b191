import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readPage } from "../../support/data/documents.ts";

type Locked = { version?: string; license?: string; optional?: boolean };

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8"));
const { dependencies = {}, devDependencies } = read("package.json") as Record<string, Record<string, string>>;
const { packages } = read("package-lock.json") as { packages: Record<string, Locked> };
const tree = Object.entries(packages).filter(([path]) => path !== "");
const text = readFileSync(new URL("../../../docs/dependencies.md", import.meta.url), "utf8");

test("docs/dependencies.md has every direct dependency with its range, version, licence, size and reason", () => {
  expect(dependencies).toEqual({});
  const rows = readPage("docs/dependencies.md").rows.flatMap(([name = "", ...rest]) => {
    const found = /^`(.+)`$/.exec(name)?.[1];
    return found === undefined ? [] : [{ name: found, rest }];
  });
  const told = rows.map(({ name, rest }) => [name, ...rest.slice(0, 3)]);
  const actual = Object.entries({ ...dependencies, ...devDependencies }).map(([name, range]) => {
    const { version, license } = packages[`node_modules/${name}`] ?? {};
    return [name, range, version, license];
  });
  expect(told.sort()).toEqual(actual.sort());
  for (const { name, rest } of rows) {
    expect([name, rest[3]]).toEqual([name, expect.stringMatching(/^[\d.]+ [kM]B$/)]);
    expect([name, (rest[4] ?? "").length > 20]).toEqual([name, true]);
  }
});

test("docs/dependencies.md counts the whole tree and its licences", () => {
  const [, total, direct, optional] =
    /names (\d+) packages, these (\d+) and what they need in turn; (\d+) of them are optional/.exec(text) ?? [];
  expect([total, direct, optional].map(Number)).toEqual([
    tree.length,
    Object.keys(devDependencies ?? {}).length,
    tree.filter(([, { optional }]) => optional === true).length,
  ]);
  const counts = new Map<string, number>();
  for (const [, { license }] of tree) if (license !== undefined) counts.set(license, (counts.get(license) ?? 0) + 1);
  const [, list = ""] = /Their licences: (.*?);/s.exec(text) ?? [];
  const told = list.split(/,\s+/).map((item) => [item.replace(/ \d+$/, ""), Number(/\d+$/.exec(item)?.[0])]);
  expect(told.sort()).toEqual([...counts].sort());
  const unnamed = tree.filter(([, { license }]) => license === undefined);
  expect(text).toContain(`${unnamed.length} packages name theirs in a field of old`);
});

test("the lock file names no registry", () => {
  expect(tree.filter(([, locked]) => "resolved" in locked)).toEqual([]);
});
