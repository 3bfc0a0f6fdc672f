/** The Region and account in the ARNs of everything local. */
export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' } as const;
