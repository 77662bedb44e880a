/** Stands for any file while the rules that need type information are tried on snippets. */
export const fixture = true;
