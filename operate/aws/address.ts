/**
 * Removes a password from an address, for display. The address need not be valid.
 * @example withoutPassword('https://ada:secret@example.org/v1') // 'https://example.org/v1'
 */
export function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@\s]*@/, '//');
}
