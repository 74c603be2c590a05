/**
 * Nothing: the book makes no links of bare addresses. Stands in for linkify-it, which markdown-it carries along for
 * that (build/scripts.ts).
 */
export default class {}
