import type { Handler } from '../http/handler.ts';
import { MAX_FILE_BYTES, readBytes, text } from '../http/request.ts';

const MAX_NAME_LENGTH = 200;

/** GET /api/imports: the imported files. */
export const imports: Handler = ({ context }) => Promise.resolve(context.imports.list());

/** POST /api/import: opens an exported file until it is removed or the console ends. */
export const importFile: Handler = async ({ context, query, request }) => {
  const bytes = await readBytes(request, MAX_FILE_BYTES);
  const fileName = (query.get('file') ?? '').slice(0, MAX_NAME_LENGTH) || 'a file';
  return context.imports.add(bytes, fileName, {
    stateMachineArn: context.options.stateMachineArn,
    explain: (error) => context.explain(error),
  });
};

/** POST /api/remove-import: removes an imported file from memory. */
export const removeImport: Handler = ({ context, body }) => {
  context.imports.remove(text(body, 'id'));
  return Promise.resolve(context.imports.list());
};
