import { get } from "node:http";
import { fieldsOf, parseJson, textOf } from "../../core/text/json-text.ts";

const mostBytes = 4096;

/** Whether an Ollama answers on this port of this machine: recognised by its `/api/version`. */
export async function answersOllama(port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/api/version", agent: false, signal });
    request.once("error", () => resolve(false));
    request.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > mostBytes) request.destroy();
      });
      response.once("error", () => resolve(false));
      response.once("close", () => resolve(textOf(fieldsOf(parseJson(text)).version) !== null));
    });
  });
}
