import type { AdoptedModel, AdoptedState } from "../../core/models/adopted-model.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import type { Look } from "../context.ts";
import type { AdoptResult } from "./adopt.ts";
import { renderSteps } from "./update-text.ts";

/** What is here now, or in a dry run would be, what is not and why, and where everything is that was before. */
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
