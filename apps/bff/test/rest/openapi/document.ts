import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema?: Schema;
  readonly content?: Readonly<Record<string, { schema: Schema }>>;
  readonly example?: unknown;
}

interface Content {
  readonly [type: string]: { readonly schema: Schema; readonly example?: unknown };
}

export interface OperationSpec {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** One operation of the document, with its place. */
export interface Documented {
  readonly id: string;
  readonly verb: string;
  readonly path: string;
  readonly spec: OperationSpec;
}

/** The document as anybody who only has it would read it. */
export class Document {
  readonly operations: readonly Documented[];
  readonly #components: Schema;
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  readonly #validators = new Map<Schema, ValidateFunction>();

  constructor(json: Record<string, unknown>) {
    this.#components = json.components as Schema;
    const paths = json.paths as Record<string, Record<string, OperationSpec>>;
    this.operations = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, spec]) => ({
        id: spec.operationId,
        verb: verb.toUpperCase(),
        path,
        spec,
      })),
    );
  }

  /** Follows references to the schema itself. */
  resolved(schema: Schema): Schema {
    if (typeof schema.$ref !== "string") return schema;
    const name = schema.$ref.split("/").at(-1) ?? "";
    return (this.#components.schemas as Record<string, Schema>)[name] as Schema;
  }

  /** What is wrong with a value; "" when it is as the schema says. */
  faults(schema: Schema, value: unknown): string {
    let validate = this.#validators.get(schema);
    if (validate === undefined) {
      validate = this.#ajv.compile({ ...schema, components: this.#components });
      this.#validators.set(schema, validate);
    }
    return validate(value) ? "" : this.#ajv.errorsText(validate.errors);
  }

  /** Why an answer is not one the document allows; "" when it is. */
  undocumented(operation: Documented, answer: { status: number; type: string; json: unknown }): string {
    const { responses } = operation.spec;
    const spec = responses[answer.status] ?? responses[`${String(answer.status)[0]}XX`];
    if (spec === undefined) return `status ${answer.status} is not documented`;
    if (spec.content === undefined)
      return answer.type === "" ? "" : `a body of ${answer.type} is not documented`;
    const content = spec.content[answer.type];
    if (content === undefined) return `content type "${answer.type}" is not documented for ${answer.status}`;
    return answer.json === undefined ? "" : this.faults(content.schema, answer.json);
  }
}
