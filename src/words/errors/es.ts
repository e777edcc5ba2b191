import { adminErrors } from "../admin/es.ts";
import { adoptErrors } from "../adopt/es.ts";
import { answerReasons, askErrors } from "../ask/es.ts";
import { backupErrors } from "../backup/es.ts";
import { changeErrors, changes } from "../change/es.ts";
import { chatErrors } from "../chat/es.ts";
import { checkErrors } from "../check/es.ts";
import { portErrors } from "../check-neighbours/es.ts";
import { dockerErrors } from "../docker/es.ts";
import { fileErrors } from "../files/es.ts";
import { fitErrors } from "../fit/es.ts";
import { inputErrors } from "../input/es.ts";
import { modelErrors } from "../models/es.ts";
import { openErrors } from "../open/es.ts";
import { logTailOf, uncapitalise } from "../phrases.ts";
import { pullReasons } from "../pull/es.ts";
import { restoreErrors } from "../restore/es.ts";
import { rollbackErrors } from "../rollback/es.ts";
import { selfUpdateErrors } from "../self-update/es.ts";
import { serviceErrors, tellTail } from "../service/es.ts";
import type { ErrorTexts } from "../shapes.ts";
import { tellError } from "../tell.ts";
import { tuneErrors } from "../tune/es.ts";
import { uninstallErrors } from "../uninstall/es.ts";
import { updateErrors } from "../update/es.ts";

export const errors: ErrorTexts = {
  ...inputErrors,
  ...dockerErrors,
  ...serviceErrors,
  ...fileErrors,
  ...portErrors,
  ...checkErrors,
  ...fitErrors,
  ...modelErrors,
  ...tuneErrors,
  ...askErrors,
  ...chatErrors,
  ...openErrors,
  ...backupErrors,
  ...restoreErrors,
  ...changeErrors,
  ...updateErrors,
  ...rollbackErrors,
  ...adoptErrors,
  ...adminErrors,
  ...uninstallErrors,
  ...selfUpdateErrors,
  "pull-failed": (facts) => pullReasons[facts.reason](facts),
  "answer-failed": (facts) => answerReasons[facts.reason](facts),
  "change-failed": ({ kind, undone, cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `No ha funcionado ${changes[kind]}: ${uncapitalise(message)}`,
      hint: undone
        ? `${tellTail(logTailOf(cause))}Todo vuelve a estar como antes, la imagen y los datos`
        : "Tampoco se ha podido deshacer: ejecuta `localgpt up` para acabar de deshacerlo",
    };
  },
  "last-backup-failed": ({ cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `No se ha podido hacer la última copia de seguridad, así que no se ha eliminado nada: ${uncapitalise(message)}`,
      hint: "Sin copia: `localgpt uninstall --purge --no-backup`",
    };
  },
  interrupted: ({ work }) => {
    if (work === "answer") return { message: "Interrumpido" };
    if (work !== "up") return { message: "Interrumpido", hint: "Repite la orden para seguir donde se quedó" };
    return {
      message: "Interrumpido: se conserva lo que ya se ha descargado y arrancado",
      hint: "`localgpt up` sigue desde ahí; `localgpt down` para lo que se haya arrancado",
    };
  },
};
