import type { PageCounts } from "../facts/page-counts.ts";
import { type ChangeKind, changeKinds } from "../facts/vocabulary.ts";
import { mapServices, type ServiceName, serviceNames } from "../services/services.ts";
import { areTexts, fieldsOf, parseJson } from "../text/json-text.ts";

/**
 * An image as it was when a stack ran with it: its name in the settings, the Engine's id, and its digest in the
 * registry.
 */
export type InstalledImage = { reference: string; id: string; digest: string | null };

/**
 * The parts of a stack that belong together: the images, and the volume with the page's data as that version left it.
 */
export type InstalledState = {
  images: Record<ServiceName, InstalledImage>;
  /** The Engine's name of Open WebUI's volume. */
  volume: string;
  /** Since when, as an ISO text. */
  since: string;
};

/**
 * A change under way, recorded so that a later run can finish it after localgpt was killed. While it is `filling`, a
 * new volume is being written and everything else is unchanged; once `switched`, the new state is the current one and
 * must still be verified, and `before` is the state to return to.
 */
export type PendingChange = {
  kind: ChangeKind;
  /** An ISO text that identifies the change. */
  startedAt: string;
  /** Whether the page ran before, and must run again if the change is undone. */
  wasRunning: boolean;
} & (
  | { phase: "filling"; volume: string }
  /** `isFresh` if its volume was made for this change; `expects` is what must be counted in it. */
  | { phase: "switched"; before: InstalledState; isFresh: boolean; expects: PageCounts | null }
);

const installationFormat = 1;

/** What is installed for a project: the current state, the one before the last change, and a change under way. */
export type Installation = {
  project: string;
  current: InstalledState | null;
  previous: (InstalledState & { replacedBy: ChangeKind }) | null;
  pending: PendingChange | null;
  /** The last default model for new chats that localgpt set on the page; missing if none was recorded. */
  pageModel?: string | null;
};

/** The installation of a project without a record. */
export function noInstallation(project: string): Installation {
  return { project, current: null, previous: null, pending: null };
}

/** Reads what `formatInstallation` wrote; null if the text is something else or names another project. */
export function parseInstallation(text: string, project: string): Installation | null {
  const { format, ...installation } = fieldsOf(parseJson(text));
  const isOurs = format === installationFormat && installation.project === project && isInstallation(installation);
  return isOurs ? (installation as Installation) : null;
}

/** Whether a text is the record of a newer localgpt: its format has a higher number. */
export function isNewerInstallation(text: string): boolean {
  const { format } = fieldsOf(parseJson(text));
  return typeof format === "number" && format > installationFormat;
}

type Fields<T> = { [K in keyof T]?: unknown };

function isInstallation(read: Fields<Installation>): boolean {
  const isState = (value: unknown) => value === null || isInstalledState(Object(value));
  const { current, previous, pending, pageModel = null } = read;
  const { replacedBy } = Object(previous ?? { replacedBy: "update" });
  const areStates = isState(current) && isState(previous) && isKind(replacedBy);
  return areStates && (pending === null || isPending(Object(pending))) && (pageModel === null || areTexts(pageModel));
}

function isInstalledState({ images, volume, since }: Fields<InstalledState>): boolean {
  return serviceNames.every((name) => isInstalledImage(Object(Object(images)[name]))) && areTexts(volume, since);
}

/** Whether a JSON object is an image as recorded. */
export function isInstalledImage({ reference, id, digest }: Fields<InstalledImage>): boolean {
  return areTexts(reference, id) && (digest === null || areTexts(digest));
}

type PendingFields = Fields<
  PendingChange & { volume: string; before: InstalledState; isFresh: boolean; expects: null }
>;

function isPending(pending: PendingFields): boolean {
  const { kind, startedAt, wasRunning, phase, volume, before, isFresh, expects } = pending;
  const { accounts, chats } = Object(expects ?? { accounts: 0, chats: 0 });
  const areCounted = Number.isSafeInteger(accounts) && Number.isSafeInteger(chats);
  const isSwitched = phase === "switched" && isInstalledState(Object(before)) && typeof isFresh === "boolean";
  const isBegun = isKind(kind) && areTexts(startedAt) && typeof wasRunning === "boolean";
  return isBegun && (phase === "filling" ? areTexts(volume) : isSwitched && areCounted);
}

function isKind(value: unknown): boolean {
  return changeKinds.some((kind) => kind === value);
}

/** An image of the Engine under the name that the stack uses for it. */
export function installedImage(
  reference: string,
  { id, digests }: { id: string; digests: readonly string[] },
): InstalledImage {
  return { reference, id, digest: digests[0]?.split("@")[1] ?? null };
}

/** The image settings that correspond to a state. */
export function referencesOf({ images }: Pick<InstalledState, "images">): Record<ServiceName, string> {
  return mapServices((service) => images[service].reference);
}

/** The name of a new volume for the page's data, by the time at which it is made. */
export function freshVolumeName(project: string, now: Date): string {
  const [day = "", time = ""] = now.toISOString().split(/[T.]/);
  return `${project}_open-webui-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
}

/** Whether a volume has a name that `freshVolumeName` gives for a project. */
export function isFreshVolumeName(name: string, project: string): boolean {
  const stem = `${project}_open-webui`;
  return name.startsWith(stem) && /^-\d{8}-\d{6}$/.test(name.slice(stem.length));
}

/** The installation as the text of its file. */
export function formatInstallation(installation: Installation): string {
  return `${JSON.stringify({ format: installationFormat, ...installation }, null, 2)}\n`;
}
