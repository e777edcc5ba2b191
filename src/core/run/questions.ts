import type { PageCounts } from "../facts/page-counts.ts";

/** What a person is asked, with the facts that its sentence needs; `words.questions` turns it into one. */
export type Question =
  /** The page has data of its own (`own`), which that of another installation would replace. */
  | { id: "adopt"; from: string; counts: PageCounts; own: PageCounts }
  /** The backup that would replace what is there. */
  | { id: "restore"; createdAt: string; counts: PageCounts | null; project: string }
  /** The images and the volume of then, and the volume that keeps what was written since. */
  | { id: "rollback"; images: string[]; volume: string; kept: string }
  /** `isDefault` names the default model among them. */
  | { id: "remove-models"; models: { name: string; sizeBytes: number }[]; isDefault: string | null }
  | { id: "uninstall"; project: string }
  /** The project's name is the confirmation. */
  | { id: "purge"; project: string }
  | { id: "overwrite"; conversation: string }
  | { id: "email" }
  | { id: "name"; suggested: string }
  | { id: "password" }
  | { id: "new-password"; email: string }
  | { id: "same-again" };
