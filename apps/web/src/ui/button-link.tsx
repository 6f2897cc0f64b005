import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";
import styles from "./button.module.css";
import type { ButtonKind } from "./button.tsx";
import { cx } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";

interface ButtonAnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly small?: boolean;
  readonly ref?: Ref<HTMLAnchorElement>;
}

function ButtonAnchor({ kind = "default", icon, small, children, className, ...rest }: ButtonAnchorProps) {
  return (
    <a {...rest} className={cx(styles["button"], styles[kind], small && styles["small"], className)}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

/** A link to another page that looks like a button: it opens in a new tab like any link. */
export const ButtonLink = createLink(ButtonAnchor);
