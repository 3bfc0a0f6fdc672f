/** Removes a password from an address, for display. The address need not be valid. */
export function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@\s]*@/, '//');
}
