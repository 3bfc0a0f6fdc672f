/* Generated from tasks/shared/watchmode/schemas by `npm run generate`; change the schemas, not this file. */
import type { ErrorObject } from 'ajv';

/** Whether a value keeps its schema; if not, `errors` of the function says where. */
export interface Validator {
  (value: unknown): boolean;
  errors?: null | ErrorObject[];
}

export const AccountStatus: Validator;
export const ChangesPage: Validator;
export const Releases: Validator;
export const TitleDetails: Validator;
