import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { AdoptedModel, AdoptedState } from "../../core/models/adopted-model.ts";
import type { Operation } from "../../core/run/operations.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import type { Look } from "../context.ts";
import { renderSteps } from "./update-text.ts";

export type AdoptResult = {
  project: string;
  dryRun: boolean;
  /** Whether the person said yes if there was something to ask; after a no nothing was changed. */
  confirmed: boolean;
  /**
   * The page's data: its origin, what was counted in it, its volume here, and the volume that it replaced, with its
   * counts. Null if none of the volumes has any.
   */
  page: {
    from: string;
    counts: PageCounts;
    volume: string;
    replaced: { volume: string; counts: PageCounts } | null;
  } | null;
  models: AdoptedModel[];
  /** What a dry run would do for the page. */
  operations: Operation[];
  /** The backup of what the page had before; null if it had nothing. */
  backup: string | null;
  /** The address of the page if it was started. */
  address: string | null;
};

/** What is here now, or would be in a dry run, what is not and why, and where the previous data is. */
export function renderAdopt(result: AdoptResult, look: Look): string {
  const { words, style } = look;
  const text = words.adopt;
  const { page, dryRun, confirmed, backup, address, operations } = result;
  if (!confirmed) return text.cancelled;
  const done = style.ok(style.symbols.ok);
  const mark = dryRun ? style.symbols.bullet : done;
  const pageLines =
    page === null
      ? []
      : [
          `${mark} ${(dryRun ? text.pagePlanned : text.page)({ from: page.from, counts: page.counts })}`,
          ...(page.replaced === null ? [] : [`  ${text.replaced({ ...page.replaced, backup, dryRun })}`]),
          ...(address === null ? [] : [`  ${text.signIn(address)}`]),
        ];
  const steps = operations.length === 0 ? [] : [text.plan(operations.length), ...renderSteps(operations, look)];
  const originals = [...new Set([...(page === null ? [] : [page.from]), ...result.models.map(({ volume }) => volume)])];
  return [
    ...(dryRun ? [text.dryRun] : []),
    ...pageLines,
    ...renderModels(result.models, mark, look),
    ...steps,
    ...(dryRun || originals.length === 0 ? [] : [style.dim(text.originals(originals))]),
  ].join("\n");
}

function renderModels(models: readonly AdoptedModel[], mark: string, { words, style }: Look): string[] {
  const text = words.adopt;
  const named = (...states: AdoptedState[]) =>
    models.filter(({ state }) => states.includes(state)).map((model) => ({ ...model, model: sanitise(model.model) }));
  const names = (state: AdoptedState) => named(state).map(({ model }) => model);
  const [added, planned, same, other] = [named("added"), named("new"), names("same"), names("other")];
  const bad = style.bad(style.symbols.failure);
  return [
    ...(added.length === 0 ? [] : [`${mark} ${text.added(added)}`]),
    ...(planned.length === 0 ? [] : [`${mark} ${text.toAdd(planned)}`]),
    ...(same.length === 0 ? [] : [`${mark} ${text.same(same)}`]),
    ...(other.length === 0 ? [] : [`${style.warn(style.symbols.warning)} ${text.other(other)}`]),
    ...named("incomplete").map(({ model }) => `${bad} ${text.incomplete(model)}`),
    ...named("damaged").map(({ model }) => `${bad} ${text.damaged(model)}`),
  ];
}
