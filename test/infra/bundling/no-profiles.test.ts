import { expect, it } from '@jest/globals';
import { fromIni, fromProcess, fromSSO, fromTokenFile } from '../../../infra/bundling/no-profiles.ts';

it.each([fromIni, fromProcess, fromSSO, fromTokenFile])(
  'lets the SDK ask its next source of credentials',
  async (provider) => {
    await expect(provider()()).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      tryNextLink: true,
    });
  },
);
