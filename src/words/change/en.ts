import type { PageCounts } from "../../core/facts/page-counts.ts";
import { version } from "../../core/facts/version.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { counted } from "../vocabulary/en.ts";

const format = createFormat("en");

/** What is in a page's database, where it has one. */
export const countedIn = (counts: PageCounts | null): string => (counts === null ? "no database" : counted(counts));

/** What is changed as a whole, as a subject of a sentence. */
export const changes = { update: "update", restore: "restore", adopt: "adoption", rollback: "rollback" };

export const changeErrors = {
  "data-damaged": ({ detail }) => ({
    message: `The database of the page is damaged${detail === "" ? "" : `: ${detail}`}`,
    hint: "Nothing has been changed. If you have a backup, bring it back: `localgpt backup list`, `localgpt restore FILE`",
  }),
  "data-not-copied": ({ from, volume, detail }) => ({
    message: `The data of ${from} could not be copied to ${volume}${detail === "" ? "" : `: ${detail}`}`,
    hint: "Nothing has been changed. See how much space is left: `localgpt check`",
  }),
  "data-lost": ({ expected, found }) => ({
    message: `Data is missing after the change: ${countedIn(found)} instead of ${countedIn(expected)}`,
    hint: "See its log: `localgpt logs open-webui --tail 50`",
  }),
  "migration-failed": ({ detail }) => ({
    message: `Open WebUI could not bring its database to its new version: ${detail}`,
    hint: "Keep your current version until a newer one is released",
  }),
  "disk-full": ({ place, neededBytes, freeBytes }) => ({
    message: `Not enough space for ${place}: ${format.bytes(neededBytes)} needed, ${format.bytes(freeBytes)} free`,
    hint: "Nothing has been changed. Free some space, for example with `localgpt models rm MODEL`, and try again",
  }),
  "installation-newer": ({ path }) => ({
    message: `\`${path}\` was written by a newer localgpt, which this one (${version}) does not understand`,
    hint: "Update localgpt: `localgpt self-update`",
  }),
} satisfies Partial<ErrorTexts>;

export const changeNotices = {
  "change-interrupted": ({ kind, phase }) =>
    phase === "filling"
      ? `The last ${changes[kind]} was cut off before it changed anything: its leftovers are being removed`
      : `The last ${changes[kind]} was cut off near its end: finishing it now`,
  "installation-unread": ({ path }) =>
    `The record of what is installed could not be read and was moved to ${path}; everything keeps running, but \`localgpt rollback\` is not available`,
  "going-back": ({ kind }) => `The ${changes[kind]} did not work: undoing it`,
  "volume-superseded": ({ volume, removed }) =>
    removed
      ? `Removed ${volume}, the data of the version before the last one: newer data contains all of it`
      : `The volume ${volume} is kept, but nothing uses it any more. Its contents may exist nowhere else; if you do not need them: \`docker volume rm ${volume}\``,
} satisfies Partial<NoticeTexts>;

export const changeOperations = {
  "fill-volume": {
    planned: ({ volume, from }) => `copy the data of ${from} to ${volume}`,
    doing: ({ from }) => `Copying the data of ${from}`,
    done: ({ from }) => `Copied the data of ${from}`,
  },
  "verify-data": {
    planned: () => "check that accounts and conversations are all there",
    doing: () => "Checking that accounts and conversations are all there",
    done: () => "Accounts and conversations are all there",
  },
} satisfies Partial<OperationTexts>;
