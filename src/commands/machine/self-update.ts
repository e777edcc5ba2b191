import { dirname, sep } from "node:path";
import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import { binaryName, releaseAddress, version } from "../../core/facts/version.ts";
import { isNewer } from "../../core/values/releases.ts";
import { replaceProgram, resolveProgram, tryProgram } from "../../host/files/replace-program.ts";
import { downloadFile, type Release, type ReleaseSource, readRelease } from "../../services/clients/release.ts";
import { reportBytes } from "../../services/data/report-bytes.ts";
import { step } from "../../services/steps/step.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";

export type SelfUpdateOptions = { check: boolean };

export type SelfUpdateResult = {
  /** The running program, with links followed. */
  program: string;
  installed: string;
  newest: string;
  isNewer: boolean;
  updated: boolean;
};

/** Defines `localgpt self-update`. */
export function defineSelfUpdate(parent: Command, words: Words, execute: Execute): void {
  const help = words.help["self-update"];
  parent
    .command("self-update")
    .description(help.summary)
    .option("--check", help.options.check)
    .action(({ check = false }: { check?: boolean }) =>
      execute({ run: (context) => runSelfUpdate(context, { check }), render: renderSelfUpdate }),
    );
}

/**
 * Replaces this executable by the newest release's if that is newer, or with `check` only looks. Throws
 * `updated-elsewhere` if npm or git is responsible, `downloads-unknown`, `invalid-value`, and what reading a release
 * and replacing a program throw; then nothing has changed.
 */
export async function runSelfUpdate(context: Context, { check }: SelfUpdateOptions): Promise<SelfUpdateResult> {
  const program = await resolveProgram(context.program);
  if (binaryName === null) throw elsewhere(program);
  const { environment, signal } = context;
  const source = { address: findAddress(environment), environment, signal };
  const release = await readRelease(source);
  const newer = isNewer(release.version, version);
  const result = { program, installed: version, newest: release.version, isNewer: newer };
  if (check || !newer) return { ...result, updated: false };
  await replace(context, program, { source, release, name: binaryName });
  return { ...result, updated: true };
}

function elsewhere(program: string): LocalgptError {
  const folder = dirname(dirname(program));
  const isPackage = folder.split(sep).includes("node_modules");
  const command = isPackage ? "npm install -g localgpt@latest" : "git pull && npm ci && npm run build";
  return new LocalgptError("updated-elsewhere", { by: isPackage ? "npm" : "git", folder, command });
}

/** Where releases are: `LOCALGPT_DOWNLOAD_URL`, else what the build knows. */
function findAddress({ LOCALGPT_DOWNLOAD_URL: chosen }: NodeJS.ProcessEnv): string {
  const address = chosen || releaseAddress;
  if (address === null) throw new LocalgptError("downloads-unknown", {});
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address.replace(/\/+$/, "");
  throw new LocalgptError("invalid-value", { name: "LOCALGPT_DOWNLOAD_URL", value: address, expected: "web-address" });
}

type Replacement = { source: ReleaseSource; release: Release; name: string };

async function replace(context: Context, program: string, { source, release, name }: Replacement): Promise<void> {
  const { version: newest, checksums } = release;
  const { environment } = context;
  const what = { kind: "replace-program", version: newest, id: "program" } as const;
  await step(
    what,
    async ({ id }, { signal, emit }) => {
      let report: ((bytes: number) => void) | null = null;
      await replaceProgram(
        program,
        (file) =>
          downloadFile({ ...source, signal }, { name, checksums }, file, (bytes, totalBytes) => {
            report ??= reportBytes(id, name, totalBytes ?? 0, emit, "downloading");
            report(bytes);
          }),
        (temporary) => prove(temporary, newest, { environment, signal }),
      );
    },
    context,
  );
}

/** A program for another C library or an older system is whole and yet does not start. */
async function prove(
  temporary: string,
  expected: string,
  world: Pick<Context, "environment" | "signal">,
): Promise<void> {
  const { stdout, detail } = await tryProgram(temporary, ["--version"], world);
  if (stdout !== expected) throw new LocalgptError("program-unfit", { version: expected, detail });
}

/** The newest version, and whether it is installed now. */
export function renderSelfUpdate(result: SelfUpdateResult, { words, style }: Look): string {
  const text = words.selfUpdate;
  if (result.updated) return `${style.ok(style.symbols.ok)} ${text.updated(result)}`;
  return result.isNewer ? `${text.newer(result)}\n${text.next}` : text.newest(result);
}
