/**
 * The entry for programs that read or write files as the runtime does, and do not run it: importing this loads no
 * interpreter and no AWS SDK.
 */

export { removeStagingFiles, replaceFile } from './adapters/durable-file.ts';
export { hasErrorCode, messageOf } from './adapters/error-facts.ts';
export { processState } from './adapters/file-store/process-identity.ts';
export {
  StoreLocked,
  StoreReadFailed,
  StoreUnusable,
  StoreWriteFailed,
} from './adapters/file-store/store-errors.ts';
export { folderBytes } from './adapters/folder-bytes.ts';
export { JsonFile, JsonFileCorrupted } from './adapters/json-file.ts';
export { taskLogPath } from './adapters/task-log.ts';
export { isArray, isObject, parseJson, type JsonObject, type JsonValue } from './interpreter/json.ts';
