// node change-default.mjs MODEL: makes it the model that new chats start with, and says what it was, as one line of JSON.
import { changeSetting } from "./database.mjs";

const [model] = process.argv.slice(2);
try {
  const before = changeSetting("ui.default_models", model);
  process.stdout.write(`${JSON.stringify({ state: before === model ? "same" : "set", before })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ state: "by-hand", detail: error.message })}\n`);
}
