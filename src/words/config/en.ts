import type { Words } from "../words.ts";

export const config: Words["config"] = {
  headings: { setting: "Setting", value: "Value", origin: "Origin" },
  origins: { file: "file", default: "default" },
  saved: (key, value) => `${key} is now ${value}`,
  unset: (key, value) => `${key} is back to its default: ${value}`,
  same: (key, value) => `${key} was already ${value}`,
  next: "It takes effect with `localgpt up`",
};
