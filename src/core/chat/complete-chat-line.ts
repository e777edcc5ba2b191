import { chatOrders } from "../facts/vocabulary.ts";
import { sanitise } from "../text/sanitise.ts";
import { chatParameters, setWords, showTopics } from "./chat-line.ts";

/** How a line may continue: whole words in place of its last one. */
export type ChatCompletion = { word: string; candidates: string[] };

/** Names that must be fetched, asked for only when a line needs them. */
export type ChatNames = { models: () => Promise<string[]>; conversations: () => Promise<string[]> };

/** What may stand where a line of a chat ends; nothing inside a message for the model. */
export async function completeChatLine(line: string, names: ChatNames): Promise<ChatCompletion> {
  // The name of a conversation may have spaces in it.
  const [, before = "", word = ""] = /^(\/load\s+)(.*)$/s.exec(line) ?? /^(.*?)(\S*)$/s.exec(line) ?? [];
  const given = before.trim().replace(/\s+/g, " ");
  const choices = line.startsWith("/") ? await listChoices(given, names) : [];
  // A completed word is finished: the next one can be typed at once.
  // A name that would act on the terminal (escapes) is not offered there.
  const candidates = choices
    .filter((choice) => choice.startsWith(word) && choice === sanitise(choice))
    .map((choice) => `${choice} `);
  return { word, candidates };
}

async function listChoices(given: string, { models, conversations }: ChatNames): Promise<readonly string[]> {
  switch (given) {
    case "":
      return chatOrders;
    case "/model":
      return models();
    case "/load":
      return conversations();
    case "/set":
      return setWords;
    case "/set parameter":
      return chatParameters;
    case "/show":
      return showTopics;
    default:
      return [];
  }
}
