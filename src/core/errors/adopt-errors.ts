/** Why the data of a volume cannot be taken over. */
export type VolumeProblem =
  /** It holds neither a page's data nor models. */
  | "neither"
  | "damaged"
  /** A newer Open WebUI than the installed one has written it. */
  | "newer"
  /** It holds a second page's data. */
  | "second";

/** The facts of failures of `adopt`. */
export type AdoptErrorFacts = {
  /** `volumes` are the candidates. */
  "unknown-volume": { value: string; near: string | null; volumes: string[] };
  "volume-is-ours": { volume: string };
  "volume-in-use": { volume: string; containers: string[] };
  /** `image` is the one that would have to read the data; `detail` what was found instead. */
  "volume-refused": { volume: string; problem: VolumeProblem; detail: string; image: string };
};
