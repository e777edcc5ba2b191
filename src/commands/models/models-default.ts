import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { formatSetting } from "../../core/settings/setting-fields.ts";
import type { PageDefault } from "../../core/stack/page-default.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { loadSettings, saveSettings } from "../../host/stores/settings-store.ts";
import { requireInstalled } from "../../services/models/use-ollama.ts";
import { setPageDefault } from "../../services/page/page-settings.ts";
import type { Context, Look } from "../context.ts";
import { withOllama } from "../with-ollama.ts";

/**
 * The current and the previous default model, as the settings write them, and the outcome on the page.
 */
export type ModelsDefaultResult = { project: string; model: string; before: string; page: PageDefault };

/**
 * Makes an installed model the default: the setting `model`, and the default for new chats on the page. Throws
 * `unknown-model`, and `answer-failed` for a model that is not for chatting; then nothing is changed.
 */
export async function runModelsDefault(
  context: Context,
  { model }: { model: ModelName },
): Promise<ModelsDefaultResult> {
  const engine = await context.engine();
  const name = await withOllama(context, "localgpt models default", async ({ ollama, signal }) => {
    const installed = await requireInstalled(ollama, model, { signal });
    const capabilities = (await ollama.show(installed.name, { signal }))?.capabilities ?? [];
    if (capabilities.length > 0 && !capabilities.includes("completion")) {
      throw new LocalgptError("answer-failed", { model: installed.name, reason: "cannot-chat", detail: "" });
    }
    return installed.name;
  });
  const { settings } = await loadSettings(context);
  const after = await saveSettings(context, { model: shortModelName(name) });
  const page = await setPageDefault(engine, { project: settings.name, model: name }, context.signal);
  return {
    project: settings.name,
    model: formatSetting(after.settings, "model"),
    before: formatSetting(settings, "model"),
    page,
  };
}

/** The current default, since when the page uses it, and who else can choose another one. */
export function renderModelsDefault({ model, before, page }: ModelsDefaultResult, { words, style }: Look): string {
  const text = words.models.default;
  const told = {
    set: () => text.pageSet(page.before === null ? null : sanitise(page.before)),
    same: () => text.pageSame,
    later: () => text.pageLater,
    "by-hand": () => text.pageByHand(sanitise(page.detail ?? "")),
  }[page.state]();
  const first = before === model ? text.same(model) : text.changed(model, before);
  const isDone = page.state === "set" || page.state === "same";
  return [
    `${style.ok(style.symbols.ok)} ${first}`,
    page.state === "by-hand" ? `${style.warn(style.symbols.warning)} ${told}` : told,
    ...(isDone ? [style.dim(text.accounts)] : []),
  ].join("\n");
}
