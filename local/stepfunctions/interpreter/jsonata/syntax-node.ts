/** A node of JSONata's syntax tree, as far as it is looked into here. */
export type SyntaxNode = Readonly<Record<string, unknown>>;
