import type { Question } from "../../core/run/questions.ts";

/** What a person is asked, one sentence for each question; a yes or no is asked for after it. */
export type QuestionWords = { [I in Question["id"]]: (question: Extract<Question, { id: I }>) => string };
