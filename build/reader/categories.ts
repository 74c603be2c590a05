/**
 * The categories of Unicode that markdown-it asks for, by the browser, which knows them all. Stands in for uc.micro,
 * which lists their characters (build/scripts.ts).
 */
export const P = /\p{P}/u;
export const S = /\p{S}/u;
