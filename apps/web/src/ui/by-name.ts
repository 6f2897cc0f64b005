const names = new Intl.Collator("en", { numeric: true });

/** Orders names as people count: subnet-9 before subnet-10, as the lists of the server do. */
export const byName: (a: string, b: string) => number = names.compare;
