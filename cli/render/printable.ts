/**
 * What a terminal obeys instead of showing: control characters but the line feed, and the marks that turn the
 * direction of writing.
 */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The colours and weights that this program writes itself; others hide text or move the cursor. */
const OWN_STYLE = /\u001b\[(?:0|1|2|22|39|3[0-7]|9[0-7])m/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A text whose control characters are shown as `\u001b`, and not obeyed, wherever they come from: a title, an error,
 * an input.
 *
 * @param style whether the program's own colours are left as they are
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

/** JSON on one line; what JSON leaves as it is and a terminal obeys is escaped, too, and means the same. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(OBEYED, escaped);
}
