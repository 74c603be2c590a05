/**
 * Names of hosts as they are: those that the book links to are written in plain letters. Stands in for punycode.js,
 * which markdown-it carries along for others (build/scripts.ts).
 */
const asItIs = (name: string): string => name;
export default { toASCII: asItIs, toUnicode: asItIs };
