import { serviceTitles } from "../core/services/services.ts";
import { admin, adminHelp } from "./admin/es.ts";
import { adopt, adoptHelp } from "./adopt/es.ts";
import { answerReasons, ask, askHelp } from "./ask/es.ts";
import { backup, backupHelp } from "./backup/es.ts";
import { chat, chatHelp } from "./chat/es.ts";
import { check, checkHelp, checks } from "./check/es.ts";
import { completion, completionHelp } from "./completion/es.ts";
import { compose, composeHelp } from "./compose/es.ts";
import { config, configHelp } from "./config/es.ts";
import { down, downHelp } from "./down/es.ts";
import { errors } from "./errors/es.ts";
import { fit, fitHelp } from "./fit/es.ts";
import { createFormat } from "./format.ts";
import { expected } from "./input/es.ts";
import { logsHelp } from "./logs/es.ts";
import { models, modelsHelp } from "./models/es.ts";
import { open, openHelp } from "./open/es.ts";
import { general, program } from "./program/es.ts";
import { pull, pullHelp, pullReasons } from "./pull/es.ts";
import { questions } from "./questions/es.ts";
import { restart, restartHelp } from "./restart/es.ts";
import { restore, restoreHelp } from "./restore/es.ts";
import { rollback, rollbackHelp } from "./rollback/es.ts";
import { selfUpdate, selfUpdateHelp } from "./self-update/es.ts";
import { exits } from "./service/es.ts";
import { status, statusHelp } from "./status/es.ts";
import { causes, notices, operations, phases } from "./steps/es.ts";
import { tune, tuneHelp } from "./tune/es.ts";
import { uninstall, uninstallHelp } from "./uninstall/es.ts";
import { up, upHelp } from "./up/es.ts";
import { update, updateHelp } from "./update/es.ts";
import type { Words } from "./words.ts";

/** Everything localgpt says, in Spanish. */
export const words: Words = {
  language: "es",
  /** Numbers, sizes, durations and moments as this language writes them. */
  format: createFormat("es"),
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
