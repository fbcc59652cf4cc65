/** The type of the node under test, as n8n names it in workflows. */
export const ADOBE_NODE = 'n8n-nodes-adobe-experience-platform.adobeExperiencePlatform';
