/** A heading without case, spaces and punctuation: what two spellings of one column share. */
export function foldedHeading(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Headings of columns that say who somebody is and that no event needs. A file that has one is refused before a row of it is read. */
const identifying: ReadonlySet<string> = new Set(
  [
    ...["Name", "Full name", "Patient name", "Client name", "Forename", "Forenames", "First name", "Given name", "Middle name"],
    ...["Surname", "Last name", "Family name", "Known as", "Title", "Address", "Patient address", "Address line 1", "Address line 2"],
    ...["Address line 3", "House number", "Street", "Town", "Postcode", "Post code", "Telephone", "Telephone number", "Phone"],
    ...["Phone number", "Home telephone", "Mobile", "Mobile number", "Mobile telephone", "Email", "E-mail address", "Next of kin"],
    ...["National insurance number", "Notes", "Free text", "Case notes", "Comments", "Consultation text"],
  ].map(foldedHeading),
);

/** Whether a column of this heading says who somebody is, or is free text: neither is needed, so neither is taken. */
export function isIdentifying(heading: string): boolean {
  return identifying.has(foldedHeading(heading));
}
