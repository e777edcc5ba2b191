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
 * What belongs together of a stack: the images, and the volume in which the page keeps its data as that version left
 * it.
 */
export type InstalledState = {
  images: Record<ServiceName, InstalledImage>;
  /** The Engine's name of Open WebUI's volume. */
  volume: string;
  /** Since when it has been so, as an ISO text. */
  since: string;
};

/**
 * A change under way, written down so that whoever comes after a killed localgpt can end it: while it is `filling`, a
 * new volume is being written and all else is as it was; once `switched`, the new state is the current one and has yet
 * to prove that it works, and `before` is what to go back to.
 */
export type PendingChange = {
  kind: ChangeKind;
  /** An ISO text, by which a change knows itself again. */
  startedAt: string;
  /** Whether the page ran before, and has to again if it goes back. */
  wasRunning: boolean;
} & (
  | { phase: "filling"; volume: string }
  /** `isFresh` where its volume was made for this change; `expects` is what must be counted in it. */
  | { phase: "switched"; before: InstalledState; isFresh: boolean; expects: PageCounts | null }
);

const installationFormat = 1;

/** What is installed for a project: what runs, what ran before the last change of it, and a change under way. */
export type Installation = {
  project: string;
  current: InstalledState | null;
  previous: (InstalledState & { replacedBy: ChangeKind }) | null;
  pending: PendingChange | null;
  /** The model that new chats on the page have last been made to start with; missing where nobody noted it. */
  pageModel?: string | null;
};

/** The installation of a project of which nothing is written down. */
export function noInstallation(project: string): Installation {
  return { project, current: null, previous: null, pending: null };
}

/** Reads what `formatInstallation` wrote; null where the text is something else or is about another project. */
export function parseInstallation(text: string, project: string): Installation | null {
  const { format, ...installation } = fieldsOf(parseJson(text));
  const isOurs = format === installationFormat && installation.project === project && isInstallation(installation);
  return isOurs ? (installation as Installation) : null;
}

/** Whether a text is what a newer localgpt writes down: its format has a higher number. */
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

/** Whether a JSON object is an image as it is written down. */
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

/** An image of the Engine under the name that a stack has it by. */
export function installedImage(
  reference: string,
  { id, digests }: { id: string; digests: readonly string[] },
): InstalledImage {
  return { reference, id, digest: digests[0]?.split("@")[1] ?? null };
}

/** What the settings would call the images of a state. */
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

/** The installation as its file has it. */
export function formatInstallation(installation: Installation): string {
  return `${JSON.stringify({ format: installationFormat, ...installation }, null, 2)}\n`;
}
