import type { Words } from "../../words/words.ts";
import type { Style } from "../style.ts";
import { createFlow, looks } from "./flow.ts";
import { createPieces, type Pieces } from "./pieces.ts";

type ThinkingLook = { readonly columns: number; readonly style: Style; readonly words: Words };

/** What a model thinks: dimmed, below a heading and with an empty line after it, as plain text. */
export function createThinking(look: ThinkingLook): Pieces {
  const { style, words } = look;
  return createPieces((write) => {
    const flow = createFlow({ style, columns: () => look.columns, write, breaksWords: false });
    let hasBegun = false;
    let lines = 0;
    return {
      feed: (character) => {
        if (character === "\n") lines += 1;
        else if (character.trim() === "") flow.space();
        else {
          if (!hasBegun) write(`${style.dim(words.ask.thinking)}\n`);
          else for (; lines > 0; lines -= 1) flow.endLine();
          hasBegun = true;
          lines = 0;
          flow.add(character, looks.address);
        }
      },
      end: () => {
        if (!hasBegun) return;
        flow.endLine();
        write("\n");
        hasBegun = false;
      },
    };
  });
}
