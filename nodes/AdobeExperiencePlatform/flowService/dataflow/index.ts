/** Dataflows with their parts as the operations see them: no URL, header or status. */
export { dataflowsById } from './byId';
export { createDataflow, type CreatedDataflow } from './create';
export type { DataflowDraft, MappingChoice } from './draft';
export { baseConnectionOf, connectionSpecOf, DATAFLOW, startOf, type Dataflow } from './entities';
export type { MappingPair } from './mappingPair';
export { OF_FILE, OF_ITEMS, type MappingWords } from './mappingWords';
export { isIngestion } from './ingestion';
export { getDataflow, listDataflows } from './list';
export { planDataflow, type DataflowPlan } from './plan';
export { deleteDataflow } from './remove';
export { passedProblems, readSchedule, readScheduleChange } from './schedule';
export { readSourceFile, type FileChoice } from './sourceFile';
export { setDataflowState } from './state';
export { dataflowPatch, updateDataflow, type DataflowFields } from './update';
export { plannedFields, upsertDataflow } from './upsert';
