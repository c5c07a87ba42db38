/** The sixteen ethnic categories of the 2001 census, the mandatory NHS standard (NHS Data Dictionary), in its own words. */
export const ethnicCategoryNames = {
  A: "British",
  B: "Irish",
  C: "Any other White background",
  D: "White and Black Caribbean",
  E: "White and Black African",
  F: "White and Asian",
  G: "Any other mixed background",
  H: "Indian",
  J: "Pakistani",
  K: "Bangladeshi",
  L: "Any other Asian background",
  M: "Caribbean",
  N: "African",
  P: "Any other Black background",
  R: "Chinese",
  S: "Any other ethnic group",
  Z: "Not stated",
  "99": "Not known",
} as const;

/** A category of the standard: sixteen, Z (asked, and not stated) and 99 (not known: nobody asked). */
export type EthnicCategory = keyof typeof ethnicCategoryNames;

/** The five groups results are read by, and two for those without a category: declining to say is not the same as not being asked. */
export const ethnicGroups = ["white", "mixed", "asian", "black", "other", "not-stated", "not-known"] as const;
/** One of the {@link ethnicGroups}. */
export type EthnicGroup = (typeof ethnicGroups)[number];

/** How Chinese is grouped: `other` as in the 2001 standard, `asian` as in the censuses of 2011 and 2021. A table says which it used. */
export type ChineseGroup = "other" | "asian";

const groupOf2001: Readonly<Record<EthnicCategory, EthnicGroup>> = {
  A: "white",
  B: "white",
  C: "white",
  D: "mixed",
  E: "mixed",
  F: "mixed",
  G: "mixed",
  H: "asian",
  J: "asian",
  K: "asian",
  L: "asian",
  M: "black",
  N: "black",
  P: "black",
  R: "other",
  S: "other",
  Z: "not-stated",
  "99": "not-known",
};

/** The category a text stands for. A local second character (`A1`, `CB`) is allowed by the standard and carries no meaning here. */
export function ethnicCategoryOf(text: string): EthnicCategory | undefined {
  const trimmed = text.trim().toUpperCase();
  if (trimmed === "99") return "99";
  const letter = /^[A-Z][A-Z0-9]?$/.test(trimmed) ? trimmed.slice(0, 1) : "";
  return Object.hasOwn(ethnicCategoryNames, letter) ? (letter as EthnicCategory) : undefined;
}

/** The group of a category: every category lies in exactly one. */
export function ethnicGroupOf(category: EthnicCategory, chinese: ChineseGroup = "other"): EthnicGroup {
  return category === "R" ? chinese : groupOf2001[category];
}

/** Whether a category counts towards an ethnic-minority rate: all but White British, and nobody whose category is not known. `null` for Z and 99. */
export function isEthnicMinority(category: EthnicCategory): boolean | null {
  return category === "Z" || category === "99" ? null : category !== "A";
}
