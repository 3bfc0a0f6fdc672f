/** Names a file of input in a message; `-` is standard input. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
