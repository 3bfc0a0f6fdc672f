import { ApiError } from '../protocol/api-error.ts';
import { list, required, string, structure } from '../shapes/shape.ts';

/** The member `tags` of a request. */
export const tags = () =>
  list(
    required(
      structure({ key: required(string({ min: 1, max: 128 })), value: required(string({ max: 256 })) }),
    ),
  );

/** Refuses tags that only AWS can set. */
export function refuseSystemTags(keys: readonly string[] = []): void {
  if (!keys.some((key) => key.toLowerCase().startsWith('aws:'))) return;
  throw new ApiError('AccessDeniedException', 'Caller is an end user and not allowed to mutate system tags');
}
