/** Flow spec of all cloud storage sources (contract.md (g)). */
export const CLOUD_STORAGE_FLOW_SPEC = '9753525b-82c7-4dce-8a9b-5ccfce2b9876';
