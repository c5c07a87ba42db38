/** Verbs that only a design with a comparison group can earn. The list is of words, not of parts of words. */
export const causal =
  /\b(reduc(e[sd]?|ing|tions?)|led to|leads to|caus(ed|es|ing)|effects? of|effective(ness)?|impacts?|because of|thanks to|works|worked|benefit(s|ed)?|resulted in|due to)\b/i;
