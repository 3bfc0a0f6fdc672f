/** An address for people: without the password that it may hold, whether it is a valid one or not. */
export function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@\s]*@/, '//');
}
