/**
 * Turns identifiers into keyed pseudonyms. A plain hash will not do: there are only 10^9 NHS numbers, so all of them can be tried.
 * Two purposes, two keys: one pseudonym cannot be turned into the other. What goes in is never stored, logged or echoed.
 */
export interface Pseudonyms {
  /** The key of a referral: the same for the same practice and referral id, and meaningless without the key. */
  refKey(practice: string, referralId: string): Promise<string>;
  /** The person, from an NHS number or a practice's own id: the same person is the same text wherever they were referred. */
  personId(patient: string): Promise<string>;
}
