import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./button.module.css";
import { cx } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Tooltip } from "./tooltip.tsx";

export type ButtonKind = "default" | "primary" | "danger" | "quiet";

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly small?: boolean;
  readonly busy?: boolean;
  /** Why it can not be pressed: it stays focusable, and says so. */
  readonly reason?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly children?: ReactNode;
}

/** A button. One that is refused for a reason stays reachable by keyboard and tells the reason. */
export function Button(props: ButtonProps) {
  const {
    kind = "default",
    icon,
    small,
    busy,
    reason,
    children,
    className,
    disabled,
    onClick,
    ...rest
  } = props;
  const off = Boolean(reason) || Boolean(disabled) || Boolean(busy);
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={off || undefined}
      data-busy={busy || undefined}
      data-kind={kind}
      className={cx(styles["button"], styles[kind], small && styles["small"], className)}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
  return reason ? <Tooltip text={reason}>{button}</Tooltip> : button;
}

interface IconButtonProps extends Omit<ButtonProps, "children" | "icon"> {
  readonly icon: IconName;
  /** Its accessible name; also its tooltip. */
  readonly label: string;
}

/** A square button that shows only an icon. */
export function IconButton({
  label,
  icon,
  kind = "quiet",
  small,
  reason,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={reason ? `${label}: ${reason}` : label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={reason || rest.disabled ? true : undefined}
        disabled={undefined}
        onClick={reason || rest.disabled ? undefined : rest.onClick}
        className={cx(styles["button"], styles["square"], styles[kind], small && styles["small"], className)}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}
