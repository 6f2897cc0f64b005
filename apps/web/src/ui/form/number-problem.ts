interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly whole?: boolean;
}

/** What a number must be: ` from 1 to 50`, `, 1 or more`. */
function rangeWords({ min, max }: Limits): string {
  const signed = (value: number) => String(value).replace("-", "−");
  if (min !== undefined && max !== undefined) return ` from ${signed(min)} to ${signed(max)}`;
  if (min !== undefined) return `, ${signed(min)} or more`;
  return max === undefined ? "" : `, ${signed(max)} or less`;
}

/** Why a text is not the number that is asked for, and which would be one; undefined when it is. */
export function numberProblem(text: string, limits: Limits): string | undefined {
  const { min = Number.NEGATIVE_INFINITY, max = Number.MAX_SAFE_INTEGER, whole = false } = limits;
  const isNumber = (whole ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/).test(text.trim());
  const value = Number(text);
  if (isNumber && value >= min && value <= max) return undefined;
  return `Type a ${whole ? "whole " : ""}number${rangeWords(limits)}`;
}
