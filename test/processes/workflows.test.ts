import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { repository, runRepositoryScript } from "../support/program/repository-script.ts";

type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
type Job = {
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
  steps: Step[];
  strategy?: { matrix: { include?: { file: string }[] } };
};
type Workflow = { permissions?: unknown; concurrency?: { group?: string }; jobs: Record<string, Job> };

const folder = join(repository, ".github/workflows");
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ id: `${name} ${id}`, job })),
);
const stepsOf = (key: "uses" | "run") => jobs.flatMap(({ job }) => job.steps.flatMap((step) => step[key] ?? []));
const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

describe("workflows", () => {
  test("give each job no more than it needs, and no workflow anything for all of them", () => {
    expect(workflows.map(({ name, workflow }) => [name, workflow.permissions])).toEqual([
      ["ci.yml", {}],
      ["release.yml", {}],
    ]);
    expect(Object.fromEntries(jobs.map(({ id, job }) => [id, job.permissions]))).toEqual({
      "ci.yml linux": { contents: "read" },
      "ci.yml other-systems": { contents: "read" },
      "ci.yml real-images": { contents: "read" },
      "release.yml check": { contents: "read" },
      "release.yml binary": { contents: "read" },
      "release.yml package": { contents: "read" },
      "release.yml publish": { contents: "read", "id-token": "write" },
      "release.yml release": { contents: "write" },
    });
  });

  test("run no code of a package where a right to write is given", () => {
    const rights = ({ permissions = {} }: Job) => Object.values(permissions).includes("write");
    const trusted = jobs
      .filter(({ job }) => rights(job))
      .flatMap(({ job }) => job.steps.flatMap(({ run }) => run ?? []));
    expect(trusted).toEqual([
      "./scripts/release/publish.sh package --provenance",
      './scripts/release/github-release.sh "$GITHUB_REF_NAME" release',
    ]);
  });

  test("run once at a time and end by themselves", () => {
    expect(workflows.filter(({ workflow }) => workflow.concurrency?.group === undefined)).toEqual([]);
    expect(jobs.filter(({ job }) => !((job["timeout-minutes"] ?? Number.POSITIVE_INFINITY) <= 90))).toEqual([]);
  });

  test("name every action by its release, and one action by one commit", () => {
    const lines = workflows.flatMap(({ text }) => [...text.matchAll(/uses: (.+)$/gm)].map(([, line = ""]) => line));
    expect(lines.length).toBe(stepsOf("uses").length);
    const commits = new Map<string, Set<string>>();
    for (const line of lines) {
      const [, action = "", version = ""] =
        /^(actions\/[a-z-]+)@((?:[0-9a-f]{40} # )?v\d+\.\d+\.\d+)$/.exec(line) ?? [];
      expect([line, action]).not.toEqual([line, ""]);
      commits.set(action, (commits.get(action) ?? new Set()).add(version));
    }
    expect([...commits].filter(([, versions]) => versions.size > 1)).toEqual([]);
  });

  test("leave no credentials in what they check out", () => {
    const checkouts = jobs.flatMap(({ job }) => job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")));
    expect(checkouts.length).toBe(jobs.length);
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test.each(stepsOf("run"))("can run `%s`", (run) => {
    // What comes from outside gets into a script through its environment alone.
    expect(run).not.toContain("${{");
    expect(run).not.toContain("\n");
    const [program = "", name = "", ...rest] = run.split(" ");
    if (program === "npm") {
      expect([name, rest.length]).toEqual(["run", 1]);
      expect(Object.keys(manifest.scripts)).toContain(rest[0]);
    } else if (program === "node") expect(existsSync(join(repository, name))).toBe(true);
    else accessSync(join(repository, program), constants.X_OK);
  });

  test("make the programs that a release must have", () => {
    const matrix = workflows.flatMap(({ workflow }) => workflow.jobs.binary?.strategy?.matrix.include ?? []);
    const needed = readFileSync(join(repository, "scripts/release/checksums.mjs"), "utf8").match(
      /"localgpt-[a-z]+-\S+"/g,
    );
    expect(matrix.map(({ file }) => file).sort()).toEqual(needed?.map((name) => name.slice(1, -1)).sort());
  });

  test("run on the least Node that localgpt promises", () => {
    const version = readFileSync(join(repository, ".nvmrc"), "utf8").trim();
    expect(manifest.engines.node).toMatch(new RegExp(`^>=${version}\\.`));
  });

  test("are looked at by a check that finds what is wrong", async () => {
    const scratch = mkdtempSync(join(tmpdir(), "localgpt-workflows-"));
    try {
      const job = `runs-on: macos-15\n    steps:\n      - run: echo \${{ matrix.nothing }}\n`;
      writeFileSync(join(scratch, "wrong.yml"), `on: push\njobs:\n  one:\n    needs: two\n    ${job}`);
      const run = await runRepositoryScript("ci/workflows.mjs", [scratch]);
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/^wrong\.yml:3:3: job "one" needs job "two"/m);
      expect(run.stderr).toMatch(/^wrong\.yml:7:\d+: property "nothing" is not defined/m);
      // The runner is newer than the check, and right.
      expect(run.stderr).not.toContain("macos-15");
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});

type Update = {
  "package-ecosystem": string;
  groups: Record<string, { patterns: string[] }>;
  ignore?: { "dependency-name": string; "update-types": string[] }[];
};

test("dependabot keeps packages and actions up to date, in groups, and ignores the majors of packages that we have", () => {
  const text = readFileSync(join(repository, ".github/dependabot.yml"), "utf8");
  const { updates } = parse(text) as { updates: Update[] };
  expect(updates.map((update) => update["package-ecosystem"])).toEqual(["npm", "github-actions"]);
  for (const { groups } of updates) {
    expect(Object.values(groups).at(-1)?.patterns).toEqual(["*"]);
  }
  const names = Object.keys(manifest.devDependencies);
  const [npm] = updates;
  expect(npm?.groups.program?.patterns.filter((name) => !names.includes(name))).toEqual([]);
  for (const { "dependency-name": name, "update-types": types } of npm?.ignore ?? []) {
    expect(names).toContain(name);
    expect(types).toEqual(["version-update:semver-major"]);
  }
  // Each with its reason.
  expect(text.match(/^ {6}# .+\n {6}- dependency-name/gm)?.length).toBe(npm?.ignore?.length);
});
