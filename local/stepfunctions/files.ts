/** Entry for programs that use the runtime's files but do not run it. Loads no interpreter and no AWS SDK. */

export { removeStagingFiles, replaceFile } from './adapters/durable-file.ts';
export { hasErrorCode, messageOf } from './adapters/error-facts.ts';
export { processState } from './adapters/file-store/process-identity.ts';
export {
  StoreLocked,
  StoreReadFailed,
  StoreUnusable,
  StoreWriteFailed,
} from './adapters/file-store/store-errors.ts';
export { holderOf } from './adapters/file-store/store-lock.ts';
export { folderBytes } from './adapters/folder-bytes.ts';
export { JsonFile, JsonFileCorrupted } from './adapters/json-file.ts';
export { taskLogPath } from './adapters/task-log.ts';
export { isArray, isObject, parseJson, type JsonObject, type JsonValue } from './interpreter/json.ts';
