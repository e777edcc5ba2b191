import type { PageCounts } from "../../core/facts/page-counts.ts";
import { version } from "../../core/facts/version.ts";
import { counted } from "../counts/en.ts";
import { createFormat } from "../format.ts";
import { registryReasons } from "../registry-reasons/en.ts";
import { services } from "../services/en.ts";
import type { Words } from "../words.ts";

const format = createFormat("en");

type ChangeCode =
  | "data-damaged"
  | "data-not-copied"
  | "data-lost"
  | "migration-failed"
  | "disk-full"
  | "nothing-before"
  | "downgrade-refused"
  | "installation-newer"
  | "unknown-image";
type ChangeNotice =
  | "change-interrupted"
  | "installation-unread"
  | "going-back"
  | "volume-superseded"
  | "image-not-refreshed"
  | "update-waiting";

const countedIn = (counts: PageCounts | null): string => (counts === null ? "no database" : counted(counts));

/** What is changed as a whole, as a subject of a sentence. */
export const changes = { update: "update", restore: "restore", adopt: "adoption", rollback: "rollback" };

export const changeErrors: Pick<Words["errors"], ChangeCode> = {
  "data-damaged": ({ detail }) => ({
    message: `The database of the page is damaged${detail === "" ? "" : `: ${detail}`}`,
    hint: "Nothing has been changed. If you have a backup, bring it back: `localgpt backup list`, `localgpt restore FILE`",
  }),
  "data-not-copied": ({ from, volume, detail }) => ({
    message: `The data of ${from} could not be copied to ${volume}${detail === "" ? "" : `: ${detail}`}`,
    hint: "Nothing has been changed. See how much space is left: `localgpt check`",
  }),
  "data-lost": ({ expected, found }) => ({
    message: `After the change there is less than before: ${countedIn(found)} instead of ${countedIn(expected)}`,
    hint: "See its log: `localgpt logs open-webui --tail 50`",
  }),
  "migration-failed": ({ detail }) => ({
    message: `Open WebUI could not bring its database to its new version: ${detail}`,
    hint: "Stay with the version that you have until there is another one",
  }),
  "disk-full": ({ place, neededBytes, freeBytes }) => ({
    message: `There is not enough space for ${place}: ${format.bytes(neededBytes)} are needed, ${format.bytes(freeBytes)} are free`,
    hint: "Nothing has been changed. Make space, for example with `localgpt models rm NAME`, and try again",
  }),
  "nothing-before": ({ gone }) => ({
    message:
      gone === null
        ? "There is nothing to go back to: nothing has been updated or restored yet"
        : `The volume ${gone} with the data of before is no longer there`,
    hint: "A backup can be brought back: `localgpt backup list`, `localgpt restore FILE`",
  }),
  "downgrade-refused": ({ installed, wanted }) => ({
    message: `${wanted} is older than the installed ${installed}, and an older Open WebUI cannot read the data of a newer one`,
    hint: "Go back to image and data of before the last update: `localgpt rollback`",
  }),
  "installation-newer": ({ path }) => ({
    message: `\`${path}\` was written by a newer localgpt, which this one (${version}) does not understand`,
    hint: "Update localgpt: `localgpt self-update`",
  }),
  "unknown-image": ({ value, near }) => ({
    message: `\`${value}\` is no image of this stack`,
    hint: `Name the service and the tag${near === null ? "" : ` (did you mean \`${near}\`?)`}: \`localgpt update --to open-webui:TAG ollama:TAG\``,
  }),
};

export const changeNotices: Pick<Words["notices"], ChangeNotice> = {
  "change-interrupted": ({ kind, phase }) =>
    phase === "filling"
      ? `The last ${changes[kind]} was cut off before it changed anything: what it had begun is removed`
      : `The last ${changes[kind]} was cut off near its end: it is being ended now`,
  "installation-unread": ({ path }) =>
    `What was written down of this installation could not be read and lies at ${path} now; the stack goes on as it was, but \`localgpt rollback\` has nothing to go back to`,
  "going-back": ({ kind }) => `The ${changes[kind]} does not work: going back to what was before`,
  "volume-superseded": ({ volume, removed }) =>
    removed
      ? `Removed ${volume}, the data of the version before the last one: all of it is in what followed`
      : `The volume ${volume} stays, and nothing uses it any more. What is in it may be nowhere else; if you do not need it: \`docker volume rm ${volume}\``,
  "image-not-refreshed": ({ image, reason }) =>
    `Could not look for a newer ${image} (${registryReasons[reason]}): the one that is here is used`,
  "update-waiting": ({ service, installed, wanted }) =>
    `${services[service]} stays at ${installed}: \`localgpt update\` changes it to ${wanted}, with a way back`,
};

export const changeOperations: Pick<Words["operations"], "fill-volume" | "verify-data"> = {
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
};

export const update: Words["update"] = {
  nothing: (images) => `Everything is up to date: ${format.list(images)}`,
  plan: (steps) => `\`update\` would take ${steps === 1 ? "one step" : `${steps} steps`}; nothing has been changed:`,
  image: ({ service, from, to, isChosen }) =>
    `${services[service]}: ${from} → ${from === to ? "a newer image of the same name" : to}${isChosen ? " (your own choice)" : ""}`,
  kept: (image) => `${image} stays: it is your own choice`,
  done: "Updated, and everything answers",
  counts: (counts) => `Everything is there, as before: ${countedIn(counts)}`,
  before: (volume) => `The data as it was before is kept in ${volume}; \`localgpt rollback\` goes back to it`,
};

export const rollback: Words["rollback"] = {
  cancelled: "Nothing has been changed",
  plan: (steps) => `\`rollback\` would take ${steps === 1 ? "one step" : `${steps} steps`}; nothing has been changed:`,
  done: ({ ollama, page }) => `Back at ${page} and ${ollama}, with the data of then`,
  kept: (volume) => `What was written since is kept in ${volume}; \`localgpt rollback\` once more returns to it`,
};
