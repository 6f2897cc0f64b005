import { Button, IconButton } from "../ui/button.tsx";
import { cx } from "../ui/class-names.ts";
import { Icon } from "../ui/icon.tsx";
import { dismiss, problemText, rawWords, type Toast, toasts } from "../ui/toasts.ts";
import { useValue } from "../ui/use-value.ts";
import { copyText } from "./clipboard.ts";
import styles from "./toast-stack.module.css";

const icons = { good: "check", info: "info", bad: "error" } as const;

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { problem, action } = toast;
  const raw = rawWords(problem);
  return (
    <li className={cx(styles["toast"], styles[toast.tone])}>
      <Icon name={icons[toast.tone]} />
      <div className={styles["text"]}>
        <strong>{toast.title}</strong>
        {toast.detail && toast.detail !== toast.title && <p>{toast.detail}</p>}
        {raw && <pre className={styles["raw"]}>{raw}</pre>}
        {(problem || action) && (
          <div className={styles["actions"]}>
            {action && (
              <Button
                small
                onClick={() => {
                  action.run();
                  dismiss(toast.id);
                }}
              >
                {action.label}
              </Button>
            )}
            {problem && (
              <Button small kind="quiet" icon="copy" onClick={() => void copyText(problemText(problem))}>
                Copy all
              </Button>
            )}
            {problem?.requestId && <span className={styles["request"]}>request {problem.requestId}</span>}
          </div>
        )}
      </div>
      <IconButton icon="close" label="Dismiss" small onClick={() => dismiss(toast.id)} />
    </li>
  );
}

/** What is announced now, in a corner; read out by screen readers. Errors stay until they are dismissed. */
export function Toasts() {
  const list = useValue(toasts);
  return (
    <section aria-label="Notifications" aria-live="polite" className={styles["stack"]}>
      <ul>
        {list.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </ul>
    </section>
  );
}
