import { adminErrors } from "../admin/en.ts";
import { adoptErrors } from "../adopt/en.ts";
import { answerReasons, askErrors } from "../ask/en.ts";
import { backupErrors } from "../backup/en.ts";
import { changeErrors, changes } from "../change/en.ts";
import { chatErrors } from "../chat/en.ts";
import { checkErrors } from "../check/en.ts";
import { portErrors } from "../check-neighbours/en.ts";
import { dockerErrors } from "../docker/en.ts";
import { fileErrors } from "../files/en.ts";
import { fitErrors } from "../fit/en.ts";
import { inputErrors } from "../input/en.ts";
import { modelErrors } from "../models/en.ts";
import { openErrors } from "../open/en.ts";
import { logTailOf, uncapitalise } from "../phrases.ts";
import { pullReasons } from "../pull/en.ts";
import { restoreErrors } from "../restore/en.ts";
import { rollbackErrors } from "../rollback/en.ts";
import { selfUpdateErrors } from "../self-update/en.ts";
import { serviceErrors, tellTail } from "../service/en.ts";
import type { ErrorTexts } from "../shapes.ts";
import { tellError } from "../tell.ts";
import { tuneErrors } from "../tune/en.ts";
import { uninstallErrors } from "../uninstall/en.ts";
import { updateErrors } from "../update/en.ts";

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
      message: `The ${changes[kind]} did not work: ${uncapitalise(message)}`,
      hint: undone
        ? `${tellTail(logTailOf(cause))}Everything is back as it was, the image and the data`
        : "Undoing it failed too: run `localgpt up` to finish undoing it",
    };
  },
  "last-backup-failed": ({ cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `The last backup could not be made, so nothing was removed: ${uncapitalise(message)}`,
      hint: "Without a backup: `localgpt uninstall --purge --no-backup`",
    };
  },
  interrupted: ({ work }) => {
    if (work === "answer") return { message: "Interrupted" };
    if (work !== "up") {
      return { message: "Interrupted", hint: "Run the same command again to resume where this one stopped" };
    }
    return {
      message: "Interrupted: what was downloaded and started so far is kept",
      hint: "`localgpt up` continues from there; `localgpt down` stops what was started",
    };
  },
};
