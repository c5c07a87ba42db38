/** The order of two texts by their UTF-8 bytes (R: `sort` in the C locale), which is the order of their code points. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [unitA, unitB] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (unitA !== unitB) return astralLast(unitA) - astralLast(unitB);
  }
  return a.length - b.length;
}

// surrogates stand for code points beyond every other unit
function astralLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
