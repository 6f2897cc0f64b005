import type { ComponentProps } from "react";
import { cx } from "../class-names.ts";
import styles from "./inputs.module.css";

/** One line of text. */
export function TextInput({
  mono,
  className,
  ...rest
}: ComponentProps<"input"> & { readonly mono?: boolean | undefined }) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={cx(styles["input"], mono && styles["mono"], className)}
    />
  );
}

/** Several lines of text. */
export function TextArea({
  mono,
  className,
  ...rest
}: ComponentProps<"textarea"> & { readonly mono?: boolean | undefined }) {
  return (
    <textarea
      spellCheck={false}
      {...rest}
      className={cx(styles["input"], styles["area"], mono && styles["mono"], className)}
    />
  );
}

/** The browser's own select: it works with every keyboard, screen reader and phone. */
export function Select({
  options,
  className,
  ...rest
}: ComponentProps<"select"> & { readonly options: readonly (readonly [value: string, label: string])[] }) {
  return (
    <select {...rest} className={cx(styles["input"], styles["select"], className)}>
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
