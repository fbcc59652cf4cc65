/**
 * Lets `import './X.node'` find `X.node.ts` if n8n demands an `X.node.json` beside it: Node.js
 * would take the JSON file, since it tries the endings in this order.
 */
const { extensions } = require;
const json = extensions['.json'];
Reflect.deleteProperty(extensions, '.json');
extensions['.json'] = json;
