import type { Expected } from "../../core/facts/vocabulary.ts";
import { quoteIt } from "../ask/es.ts";
import { locate, pasteable } from "../phrases.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";

export const expected: Record<Expected, string> = {
  port: "un número entero entre 1 y 65535",
  binding: "un puerto del 1 al 65535, o una dirección y un puerto como `192.168.1.20:3000`",
  "yes-no": "`yes` (sí) o `no`",
  size: "un tamaño como `6g` o `512m`, de al menos `6m`",
  duration: "una duración como `90s`, `10m` o `1h30m`",
  time: "una duración como `10m` o un momento como `2026-01-31` o `2026-01-31T09:30`",
  cpus: "un número de CPU como `2` o `1.5`, de al menos `0.01`",
  context: "un número entero de tokens entre 256 y 1048576",
  count: "un número entero como `100`",
  gpu: "`auto`, `none`, `nvidia`, `amd` o `vulkan`",
  language: "`es` o `en`",
  "project-name": "un nombre de minúsculas, cifras, `-` y `_` que empiece por una letra o una cifra",
  "model-name": "el nombre de un modelo, como `llama3.2` o `llama3.2:1b`",
  "image-reference": "una imagen como `ollama/ollama:0.35.1`",
  shell: "`bash`, `zsh`, `fish` o `powershell`",
  service: "`ollama` u `open-webui`",
  settings: "líneas como `port: 3000`",
  text: "un texto",
  temperature: "un número de 0 a 2, por ejemplo `0.7`",
  "top-p": "un número mayor que 0 y hasta 1, por ejemplo `0.9`",
  "max-tokens": "un número entero de tokens, de 1 a 1048576",
  seed: "un número entero de 0 a 2147483647",
  email: "un correo como `ana@example.org`",
  "person-name": "un nombre de 1 a 100 caracteres",
  "web-address": "una dirección como `https://example.org/localgpt`",
  "conversation-name": "un nombre de hasta 64 letras, cifras, espacios, `.`, `_` o `-` (`last` lo usa localgpt)",
};

const fixFile = (file: string): string =>
  `Corrige el archivo, o bórralo para volver a los valores predeterminados: \`rm ${pasteable(file)}\``;

const fixLine = "Corrige esa línea del archivo, o bórrala para usar el valor predeterminado";

export const inputErrors: ErrorTexts<keyof typeof en.inputErrors> = {
  "invalid-value": ({ name, value, expected: kind, place }) => ({
    message: locate(place, "línea", "columna", `\`${name}\` debe ser ${expected[kind]}, no \`${value}\``),
    ...(place === undefined ? {} : { hint: kind === "settings" ? fixFile(place.file) : fixLine }),
  }),
  "unknown-setting": ({ key, near: similar, place }) => ({
    message: locate(place, "línea", "columna", `no hay ningún ajuste \`${key}\`${near(similar)}`),
    hint: "Todos los ajustes: `localgpt config list`",
  }),
  // The detail is the parser's own, in English; the place says enough.
  "settings-syntax": ({ place, twice }) => ({
    message: locate(
      place,
      "línea",
      "columna",
      twice === undefined ? "esto no es YAML válido" : `\`${twice}\` aparece dos veces`,
    ),
    hint: twice === undefined ? fixFile(place.file) : "Borra una de las dos líneas",
  }),
  "unknown-command": ({ value, near: similar }) => ({
    message: `No hay ninguna orden \`${value}\`${near(similar === null ? null : `localgpt ${similar}`)}`,
    hint: "Todas las órdenes: `localgpt --help`",
  }),
  "unknown-option": ({ value, near: similar, command }) => ({
    message: `\`${command}\` no tiene ninguna opción \`${value}\`${near(similar)}`,
    hint: `Sus opciones: \`${command} --help\``,
  }),
  "missing-argument": ({ name, command }) => ({
    message: `A \`${command}\` le falta \`${name}\``,
    hint: `Cómo se usa: \`${command} --help\``,
  }),
  "excess-arguments": ({ value, command, quoted }) => ({
    message: `\`${command}\` no admite \`${value}\``,
    hint: quoted === undefined ? `Cómo se usa: \`${command} --help\`` : quoteIt(quoted),
  }),
  "missing-value": ({ option, command }) => ({
    message: `A \`${option}\` le falta un valor`,
    hint: `Cómo se usa: \`${command} --help\``,
  }),
  "confirmation-needed": () => ({
    message: "Hace falta tu confirmación, y no hay una terminal en la que pedírtela",
    hint: "Si es lo que quieres, añade `--yes`",
  }),
  "conflicting-options": ({ first, second }) => ({
    message: `\`${first}\` y \`${second}\` no pueden ir juntas`,
    hint: "Quita una de las dos",
  }),
};
