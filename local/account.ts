/** The Region and account that everything local claims to be in. */
export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' } as const;
