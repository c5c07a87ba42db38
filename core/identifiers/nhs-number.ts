/** The FHIR system of an NHS number. */
export const nhsNumberSystem = "https://fhir.nhs.uk/Id/nhs-number";

/**
 * Whether the text is a valid NHS number as it stands: ten digits, the last the modulus-11 check of the first nine
 * (NHS Data Dictionary). Ten equal digits pass the check for 0 and 9 and are refused all the same: nobody was ever given one.
 */
export function isNhsNumber(text: string): boolean {
  return /^[0-9]{10}$/.test(text) && !/^([0-9])\1{9}$/.test(text) && checkDigit(text) === Number(text[9]);
}

/** Weights 10 to 2 on the first nine digits; 11 less the remainder, 11 standing for 0. A result of 10 is no digit: the number does not exist. */
function checkDigit(digits: string): number {
  let sum = 0;
  for (let place = 0; place < 9; place++) sum += Number(digits[place]) * (10 - place);
  return (11 - (sum % 11)) % 11;
}

/** Whether a valid NHS number is one of the range 999 000 0000 to 999 999 9999, which is kept for tests and never issued. */
export function isTestNhsNumber(text: string): boolean {
  return isNhsNumber(text) && text.startsWith("999");
}

/** What people write between the digits of a number: spaces of any width, hyphens and dashes, dots, slashes, and marks without width. */
const separator = /[\s.\-_/\u00ad\u00b7\u200b-\u200f\u2010-\u2015\u2060\u2212\ufe58\ufe63\ufeff\uff0d]/u;
const separators = new RegExp(separator.source, "gu");
const digitGroups = new RegExp(`[0-9]+(?:${separator.source}{1,3}[0-9]+)*`, "gu");

/** An NHS number without the spaces and hyphens people write it with, or `undefined` when what is left is not valid. */
export function nhsNumberOf(text: string): string | undefined {
  const digits = asciiDigits(text).replace(separators, "");
  return isNhsNumber(digits) ? digits : undefined;
}

/**
 * Whether a text holds an NHS number, however it is written: ten digits together or in groups with spaces or dashes between them, in
 * full-width or any other script's digits, the modulus-11 check right. For ids, names and free text that must not carry one. A run of
 * eleven digits or more is some other number, and a date with a two-digit counter (`2026-11-22-01`) is a date.
 */
export function containsNhsNumberLikeDigits(text: string): boolean {
  return (asciiDigits(text).match(digitGroups) ?? []).some((run) => holdsNhsNumber(run.split(separator).filter((group) => group !== "")));
}

function holdsNhsNumber(groups: readonly string[]): boolean {
  return groups.some((_, start) => {
    let digits = "";
    for (let end = start; end < groups.length && digits.length < 10; end++) digits += groups[end];
    return isNhsNumber(digits) && !readsAsDate(groups.slice(start));
  });
}

function readsAsDate([year = "", month = "", day = ""]: readonly string[]): boolean {
  return /^(19|20)[0-9]{2}$/.test(year) && /^(0[1-9]|1[0-2])$/.test(month) && /^(0[1-9]|[12][0-9]|3[01])$/.test(day);
}

/** Every decimal digit of Unicode as its ASCII twin. Scripts have their digits in runs of ten, from a zero on. */
function asciiDigits(text: string): string {
  return text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => (digit <= "9" ? digit : String(placeInRun(digit.codePointAt(0) ?? 0) % 10)));
}

function placeInRun(codePoint: number): number {
  let place = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(codePoint - place - 1))) place += 1;
  return place;
}
