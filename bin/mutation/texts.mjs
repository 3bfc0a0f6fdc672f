/** A sentence, or a part of one: three words at least. No name of ours has a space: of errors, states, fields, headers. */
const SENTENCE = /\S\s+\S+\s+\S/;

/**
 * Whether a node of the source is a text for people: what an error, a log line or a description says. Which words it
 * has is no behaviour, and a test of them would only repeat them.
 *
 * @param path of Babel
 */
export function isSentence(path) {
  if (path.isStringLiteral()) return SENTENCE.test(path.node.value);
  return (
    path.isTemplateLiteral() && SENTENCE.test(path.node.quasis.map(({ value }) => value.raw).join('value'))
  );
}
