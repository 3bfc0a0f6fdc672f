const LABEL_WIDTH = 12;

/** Formats a labelled line of a report: `  credits     746 spent`. Empty values are left out. */
export function row(label: string, ...values: readonly string[]): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${values.filter((value) => value !== '').join('  ')}`.trimEnd();
}
