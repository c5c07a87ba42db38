/**
 * Whether a text is a well-formed LOINC code: up to seven digits, a hyphen and their mod-10 check digit (ISO/IEC 7812, Luhn).
 * Well formed does not mean that it means what we say.
 */
export function isLoincCode(text: string): boolean {
  const parts = /^([1-9][0-9]{0,6})-([0-9])$/.exec(text);
  return parts?.[1] !== undefined && mod10Digit(parts[1]) === Number(parts[2]);
}

/** The mod-10 check digit: every other digit from the right doubled, all digits added, the distance to the next ten. */
export function mod10Digit(digits: string): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const doubled = Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}
