import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { bodyOf } from "../../adapters/http-request.ts";
import { scoreInstrument } from "./score-instrument.ts";

/** Answers one request to score a questionnaire. */
export function answerScore(request: Parameters<typeof bodyOf>[0]) {
  const answer = scoreInstrument(bodyOf(request));
  return "problem" in answer ? problemAnswer(answer.problem) : jsonAnswer(200, answer.scored);
}
