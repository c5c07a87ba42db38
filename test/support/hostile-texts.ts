/** A word that no answer and no log may repeat, wherever it was sent. */
export const hostile = "xq7canary";

/** Texts that are meant to hurt: markup, formulas, paths, hidden characters, signatures; each holds the word. */
export const hostileTexts = [
  hostile,
  `<script>alert("${hostile}")</script>`,
  `"><img src=x onerror=${hostile}>`,
  `javascript:${hostile}`,
  `</script><svg><foreignObject>${hostile}`,
  `=HYPERLINK("http://${hostile}")`,
  `+${hostile}`,
  `-2+3+cmd|' /C ${hostile}'!A0`,
  `@SUM(${hostile})`,
  `\t=${hostile}`,
  `\r=${hostile}`,
  `＝${hostile}`,
  `${hostile}' OR 1=1 --`,
  `{{${hostile}}}`,
  `\${${hostile}}`,
  `../../${hostile}`,
  `..%2f..%2f${hostile}`,
  `..\\${hostile}`,
  `%00${hostile}`,
  `\u0000${hostile}`,
  `\u202e${hostile}`,
  `${hostile}\u200b`,
  `А81001${hostile}`,
  `${hostile}`.padEnd(1025, "x"),
  `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*${hostile}`,
];
