/** Asks about every name at once. Each answer is for the first who comes for it. */
export function askedEarly<Value>(names: Iterable<string>, read: (name: string) => Promise<Value>): Map<string, Promise<Value>> {
  return new Map([...names].map((name) => [name, unasked(read(name))]));
}

/** Nobody may come to ask, and then a failure is nobody's. */
export function unasked<Value>(answer: Promise<Value>): Promise<Value> {
  answer.catch(() => undefined);
  return answer;
}

/** The answer that was asked for askedEarly, given once: whoever asks again asks anew. */
export function answerTo<Value>(answers: Map<string, Promise<Value>>, name: string): Promise<Value> | undefined {
  const answer = answers.get(name);
  answers.delete(name);
  return answer;
}
