import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { Operation } from "../../core/run/operations.ts";
import { type ServiceName, serviceNames } from "../../core/services/services.ts";
import { tellOperation } from "../../words/tell.ts";
import type { Look } from "../context.ts";

/** One service's image before and after; `isChosen` if the person named it rather than this release. */
export type UpdatedImage = { from: string; to: string; changed: boolean; isChosen: boolean };

export type UpdateResult = {
  project: string;
  dryRun: boolean;
  /** Whether anything was changed or, in a dry run, would be. */
  changed: boolean;
  images: Record<ServiceName, UpdatedImage>;
  /** What a dry run would do. */
  operations: Operation[];
  /** The current volume with the page's data, and the one with the previous data if that is another. */
  volume: string;
  volumeBefore: string | null;
  /** What was counted in it; null if nothing was changed. */
  counts: PageCounts | null;
};

/** What was moved and to where, that nothing is missing, and how to go back; for a dry run, the plan. */
export function renderUpdate(result: UpdateResult, look: Look): string {
  const { words, style } = look;
  const text = words.update;
  const { images, counts, volumeBefore } = result;
  if (!result.changed) return text.nothing(serviceNames.map((service) => images[service].to));
  const changed = serviceNames.filter((service) => images[service].changed);
  const kept = serviceNames.filter((service) => !images[service].changed && images[service].isChosen);
  const lines = [
    ...changed.map((service) => `  ${text.image({ service, ...images[service] })}`),
    ...kept.map((service) => `  ${text.kept(images[service].to)}`),
  ];
  if (result.dryRun)
    return [...lines, text.plan(result.operations.length), ...renderSteps(result.operations, look)].join("\n");
  return [
    `${style.ok(style.symbols.ok)} ${text.done}`,
    ...lines,
    ...(counts === null ? [] : [`  ${text.counts(counts)}`]),
    ...(volumeBefore === null ? [] : [style.dim(text.before(volumeBefore))]),
  ].join("\n");
}

/** The steps of a plan, one line each. */
export function renderSteps(operations: readonly Operation[], { words, style }: Look): string[] {
  return operations.map((operation) => `  ${style.symbols.bullet} ${tellOperation(operation, "planned", words)}`);
}
