// Text as initiatives/texts.py cleans and counts it; tests compare the two.
const BREAKS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const UNSEEN = /[\u200b\u2060\ufeff\u00ad\0]/g;
const SYMBOLS = new Map([
  ["\uf0b7", "•"],
  ["\uf0a7", "▪"],
  ["\uf0d8", "➢"],
  ["\uf076", "❖"],
  ["\uf0a8", "◻"],
  ["\uf0fc", "✓"],
  ["\uf0e0", "→"],
]);
const SYMBOL = new RegExp(`[${[...SYMBOLS.keys()].join("")}]`, "g");

export const clean = (text) =>
  text
    .replace(BREAKS, "\n")
    .replace(UNSEEN, "")
    .replace(SYMBOL, (sign) => SYMBOLS.get(sign))
    .normalize("NFC");

export const length = (text) => [...clean(text)].length;
