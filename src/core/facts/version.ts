declare const LOCALGPT_VERSION: string | undefined;

/** The version in package.json, put in by the build; `0.0.0` where the sources run as they are. */
export const version: string = typeof LOCALGPT_VERSION === "undefined" ? "0.0.0" : LOCALGPT_VERSION;
