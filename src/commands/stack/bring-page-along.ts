import { pageModelOf } from "../../core/stack/page-default.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { setPageDefault } from "../../services/page/page-settings.ts";
import type { PreparedStack } from "../../services/stack/prepare-stack.ts";
import type { Context } from "../context.ts";

/**
 * If the model has changed since the last completed `up`, makes it the default of new chats on the page: after its
 * first start Open WebUI does not read the environment for that any more.
 */
export async function bringPageAlong(context: Context, engine: Engine, prepared: PreparedStack): Promise<void> {
  const { stack, settings, previous, installation } = prepared;
  const { pageModel = pageModelOf(previous?.stack ?? stack) } = installation;
  const { model } = settings;
  if (model === null || pageModel === pageModelOf(stack)) return;
  const { state, detail } = await setPageDefault(engine, { project: settings.name, model }, context.signal);
  if (state === "set") context.emit({ type: "notice", notice: { id: "page-default-set", model } });
  if (state === "by-hand") {
    context.emit({ type: "notice", notice: { id: "page-default-kept", model, detail: detail ?? "" } });
  }
}
