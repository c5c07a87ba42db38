/** Verhoeff's dihedral multiplication: row times column in the group of the pentagon's symmetries. */
const multiply = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
] as const;

/** The permutation applied to a digit by its place, with period eight. */
const permute = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"] as const;

/**
 * Whether a text is a well-formed SNOMED CT identifier of a concept: 6 to 18 digits, concept partition (`00`, or `10` in an
 * extension such as the UK's) and a right Verhoeff check digit (J. Verhoeff 1969). Well formed does not mean that it means what we say.
 */
export function isSnomedCode(text: string): boolean {
  return /^[1-9][0-9]{5,17}$/.test(text) && ["00", "10"].includes(text.slice(-3, -1)) && hasVerhoeffDigit(text);
}

/** Whether the last digit is the Verhoeff check digit of those before it. */
export function hasVerhoeffDigit(digits: string): boolean {
  let check = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    check = Number(multiply[check]?.[Number(permute[place % 8]?.[digit])]);
  }
  return check === 0;
}
