/** Batches that are uploaded without a source, as the operations see them. */
export type { InputFormat } from './create';
export type { BatchError } from './flatBatch';
export { getFailedRecordsOfBatch } from './failedRecords';
export { uploadBatch, type Upload, type UploadResult } from './upload';
export type { UploadFile } from './uploadFile';
