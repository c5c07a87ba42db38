import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { bodyOf } from "../../adapters/http-request.ts";
import { instruments, type Registry } from "../../core/instruments/registry.ts";
import { scoreInstrument } from "./score-instrument.ts";

/** Answers one request to score a questionnaire. */
export function answerScore(request: Parameters<typeof bodyOf>[0], registry: Registry = instruments) {
  const answer = scoreInstrument(bodyOf(request), registry);
  return "problem" in answer ? problemAnswer(answer.problem) : jsonAnswer(200, answer.scored);
}
