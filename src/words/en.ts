import type { Language } from "../core/facts/names.ts";
import { serviceTitles } from "../core/services/services.ts";
import { admin, adminHelp } from "./admin/en.ts";
import { adopt, adoptHelp } from "./adopt/en.ts";
import { answerReasons, ask, askHelp } from "./ask/en.ts";
import { backup, backupHelp } from "./backup/en.ts";
import { chat, chatHelp } from "./chat/en.ts";
import { check, checkHelp, checks } from "./check/en.ts";
import { completion, completionHelp } from "./completion/en.ts";
import { compose, composeHelp } from "./compose/en.ts";
import { config, configHelp } from "./config/en.ts";
import { down, downHelp } from "./down/en.ts";
import { errors } from "./errors/en.ts";
import { fit, fitHelp } from "./fit/en.ts";
import { createFormat } from "./format.ts";
import { expected } from "./input/en.ts";
import { logsHelp } from "./logs/en.ts";
import { models, modelsHelp } from "./models/en.ts";
import { open, openHelp } from "./open/en.ts";
import { general, program } from "./program/en.ts";
import { pull, pullHelp, pullReasons } from "./pull/en.ts";
import { questions } from "./questions/en.ts";
import { restart, restartHelp } from "./restart/en.ts";
import { restore, restoreHelp } from "./restore/en.ts";
import { rollback, rollbackHelp } from "./rollback/en.ts";
import { selfUpdate, selfUpdateHelp } from "./self-update/en.ts";
import { exits } from "./service/en.ts";
import { status, statusHelp } from "./status/en.ts";
import { causes, notices, operations, phases } from "./steps/en.ts";
import { tune, tuneHelp } from "./tune/en.ts";
import { uninstall, uninstallHelp } from "./uninstall/en.ts";
import { up, upHelp } from "./up/en.ts";
import { update, updateHelp } from "./update/en.ts";

/** Everything localgpt says, in English. */
export const words = {
  language: "en" as Language,
  /** Numbers, sizes, durations and moments as this language writes them. */
  format: createFormat("en"),
  services: serviceTitles,
  expected,
  errors,
  answerReasons,
  pullReasons,
  checks,
  causes,
  operations,
  notices,
  phases,
  exits,
  questions,
  general,
  program,
  up,
  down,
  restart,
  update,
  rollback,
  status,
  open,
  ask,
  chat,
  pull,
  models,
  tune,
  adopt,
  admin,
  check,
  fit,
  backup,
  restore,
  compose,
  config,
  uninstall,
  selfUpdate,
  completion,
  help: {
    ...upHelp,
    ...downHelp,
    ...restartHelp,
    ...updateHelp,
    ...rollbackHelp,
    ...statusHelp,
    ...logsHelp,
    ...openHelp,
    ...askHelp,
    ...chatHelp,
    ...pullHelp,
    ...modelsHelp,
    ...tuneHelp,
    ...adoptHelp,
    ...adminHelp,
    ...checkHelp,
    ...fitHelp,
    ...backupHelp,
    ...restoreHelp,
    ...composeHelp,
    ...configHelp,
    ...uninstallHelp,
    ...selfUpdateHelp,
    ...completionHelp,
  },
};
