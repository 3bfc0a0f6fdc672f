/** A node of JSONata's syntax tree. */
export type SyntaxNode = Readonly<Record<string, unknown>>;
