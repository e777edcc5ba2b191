/** The options that every command takes, as they stand on the command line. */
export type GlobalOptions = {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  /** As written; null without `--lang`. */
  lang: string | null;
  project: string | null;
  /**
   * What is no option, in order: the command and its arguments, as far as that can be told without knowing the command.
   */
  operands: string[];
  version: boolean;
  /** Options that are none of these, and `--`: what only the tree of commands can judge. */
  others: string[];
};

/**
 * Reads the global options ahead of Commander, which needs them to be built: its texts depend on the language, and of
 * all commands only the one that was asked for is loaded.
 */
export function readGlobalOptions(argv: readonly string[]): GlobalOptions {
  const options: GlobalOptions = {
    json: false,
    quiet: false,
    verbose: false,
    lang: null,
    project: null,
    operands: [],
    version: false,
    others: [],
  };
  const rest = [...argv];
  while (rest.length > 0) {
    const word = rest.shift() ?? "";
    if (word === "--") {
      options.operands.push(...rest);
      options.others.push(word);
      break;
    }
    const [, name, value] = /^--(lang|project)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === "lang" || name === "project") {
      options[name] = value ?? rest.shift() ?? null;
      // Without a value it is a mistake, which is not for this reading to judge.
      if (options[name] === null) options.others.push(word);
    } else if (word === "--json") options.json = true;
    else if (word === "--quiet") options.quiet = true;
    else if (word === "--verbose") options.verbose = true;
    else if (word === "--version" || word === "-V") options.version = true;
    else if (!word.startsWith("-")) options.operands.push(word);
    else if (word !== "--help" && word !== "-h") options.others.push(word);
  }
  return options;
}
