interface FieldBase {
  readonly key: string;
  readonly aliases?: readonly string[];
  /** What it is, for people: shown with suggestions. */
  readonly label: string;
}

/** How a field of a row can be searched. */
export type QueryField<Row> =
  | (FieldBase & { readonly type: "text"; readonly read: (row: Row) => string | readonly string[] })
  | (FieldBase & {
      readonly type: "enum";
      readonly values: readonly string[];
      readonly read: (row: Row) => string;
    })
  | (FieldBase & { readonly type: "flag"; readonly read: (row: Row) => boolean })
  /** `number` plain, `bytes`, `mebibytes`, `milliCpus`: the unit the row counts in. null is unknown. */
  | (FieldBase & {
      readonly type: "number" | "bytes" | "mebibytes" | "milliCpus";
      readonly read: (row: Row) => number | null;
    })
  /** RFC 3339, "" for never. */
  | (FieldBase & { readonly type: "time"; readonly read: (row: Row) => string })
  | (FieldBase & { readonly type: "tags"; readonly read: (row: Row) => Readonly<Record<string, string>> });

/** Everything that can be searched in rows of one kind. */
export interface FieldSet<Row> {
  readonly fields: readonly QueryField<Row>[];
  /** Texts in which words without a key are looked for. */
  readonly wordsIn: (row: Row) => readonly string[];
}

/** The field of a key or alias, upper and lower case alike. */
export function findField<Row>(set: FieldSet<Row>, key: string): QueryField<Row> | undefined {
  const wanted = key.toLowerCase();
  return set.fields.find((field) => field.key === wanted || field.aliases?.includes(wanted));
}

/** Values of a field in a row as one would write them in a query, for counting and suggesting. */
export function fieldValues<Row>(field: QueryField<Row>, row: Row): readonly string[] {
  switch (field.type) {
    case "text": {
      const value = field.read(row);
      return typeof value === "string" ? [value] : value;
    }
    case "enum":
    case "time":
      return [field.read(row)];
    case "flag":
      return [field.read(row) ? "yes" : "no"];
    case "tags":
      return Object.entries(field.read(row)).map(([name, value]) => `${name}=${value}`);
    default: {
      const value = field.read(row);
      return value === null ? [] : [String(value)];
    }
  }
}
