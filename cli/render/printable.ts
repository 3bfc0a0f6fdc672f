/** Characters that control a terminal: control characters except the line feed, and marks of the writing direction. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The colours and weights that this program writes. Other sequences can hide text or move the cursor. */
const OWN_STYLE = /\u001b\[(?:0|1|2|22|39|3[0-7]|9[0-7])m/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Escapes control characters as `\u001b`, since titles, errors and inputs may contain them.
 *
 * @param style true to keep the program's own colours
 */
export function printable(text: string, style: boolean): string {
  if (!style) return text.replace(OBEYED, escaped);
  let result = '';
  let from = 0;
  for (const { 0: code, index } of text.matchAll(OWN_STYLE)) {
    result += text.slice(from, index).replace(OBEYED, escaped) + code;
    from = index + code.length;
  }
  return result + text.slice(from).replace(OBEYED, escaped);
}

/** Formats JSON on one line, with control characters that JSON allows escaped as well. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(OBEYED, escaped);
}
