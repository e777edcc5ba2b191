import { createFormat } from "../format.ts";
import { moment } from "../restore/es.ts";
import { counted } from "../vocabulary/es.ts";
import type { QuestionWords } from "./words.ts";

const format = createFormat("es");

export const questions: QuestionWords = {
  adopt: ({ from, counts, own }) =>
    `La página tiene ${counted(own)}. ¿Sustituirlo por lo que hay en ${from}: ${counted(counts)}? Los datos actuales se conservan, y se hace una copia de seguridad`,
  restore: ({ createdAt, counts, project }) =>
    `Todo lo que hay en la página se sustituirá por la copia de \`${project}\` del ${moment(createdAt)}${counts === null ? "" : ` (${counted(counts)})`}; antes se hace una copia de lo que hay ahora. ¿Continuar?`,
  rollback: ({ images, volume, kept }) =>
    `¿Volver a ${format.list(images)}, con los datos de ${volume}? Lo escrito desde entonces se conserva en ${kept}`,
  "remove-models": ({ models: wanted, isDefault }) => {
    const named = format.list(wanted.map(({ name, sizeBytes }) => `${name} (${format.bytes(sizeBytes)})`));
    const subject = wanted.length === 1 ? "Es" : `${isDefault} es`;
    return `¿Borrar ${named}?${isDefault === null ? "" : ` ${subject} tu modelo predeterminado.`}`;
  },
  uninstall: ({ project }) => `¿Eliminar esto de ${project}?`,
  purge: ({ project }) => `Para borrar todo esto, escribe el nombre del proyecto, ${project}:`,
  overwrite: ({ conversation }) => `Ya hay una conversación \`${conversation}\`. ¿La sustituyo?`,
  email: () => "Correo: ",
  name: ({ suggested }) => `Nombre en la página [${suggested}]: `,
  password: () => "Contraseña (no se ve al escribirla): ",
  "new-password": ({ email }) => `Contraseña nueva para ${email} (no se ve al escribirla): `,
  "same-again": () => "Repítela: ",
};
