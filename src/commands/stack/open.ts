import type { Command } from "commander";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { pageAddress } from "../../core/values/page-address.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import { openBrowser } from "../../host/machine/browser.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";

export type OpenResult = {
  address: string;
  /** Whether a browser was opened; without one the person has to open the address. */
  opened: boolean;
};

/** Defines `localgpt open`. */
export function defineOpen(parent: Command, words: Words, execute: Execute): void {
  parent
    .command("open")
    .description(words.help.open.summary)
    .action(() => execute({ run: runOpen, render: renderOpen }));
}

/** Opens the page in the browser; throws `stack-not-found` or `stack-not-running` if there is no page to open. */
export async function runOpen(context: Context): Promise<OpenResult> {
  const { settings } = await loadSettings(context);
  const project = settings.name;
  const engine = await context.engine();
  const containers = await listProjectContainers(engine, project, context.signal);
  if (containers.length === 0) throw new LocalgptError("stack-not-found", { project });
  const page = containers.find(({ service, state }) => service === "open-webui" && state === "running");
  const address = page === undefined ? null : pageAddress(page.published);
  if (address === null) throw new LocalgptError("stack-not-running", { project });
  try {
    await openBrowser(address, context);
    return { address, opened: true };
  } catch (error) {
    if (!isError(error, "browser-failed")) throw error;
    return { address, opened: false };
  }
}

/** Says that the page was opened, or the address to open by hand. */
export function renderOpen({ address, opened }: OpenResult, { words }: Look): string {
  return opened ? words.open.opened(address) : words.open.byHand(address);
}
