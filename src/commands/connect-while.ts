import type { Engine } from "../engine/wire/engine.ts";
import type { Context } from "./context.ts";

/** Reaches the Engine while something else is done; a failure of that takes precedence over one of the connection. */
export async function connectWhile<T>(context: Context, work: () => Promise<T>): Promise<[Engine, T]> {
  const connecting = context.engine();
  connecting.catch(() => {});
  const result = await work();
  return [await connecting, result];
}
