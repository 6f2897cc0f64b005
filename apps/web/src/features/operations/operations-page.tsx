import { useNavigate, useSearch } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { plural } from "../../ui/format.ts";
import { EmptyState, Notice, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { OperationCard } from "./operation-card.tsx";
import styles from "./operations.module.css";

/** Everybody's long-running work, newest first. */
export function OperationsPage() {
  const { q = "" } = useSearch({ from: "/operations" });
  const navigate = useNavigate({ from: "/operations" });
  const { window, filterError } = useOperations(q);
  return (
    <Page title="Operations">
      <Field label="Search operations" hint="For example: state:failed user:alice method:CreateVm">
        {(wiring) => (
          <TextInput
            {...wiring}
            type="search"
            defaultValue={q}
            onChange={(event) => {
              const text = event.target.value;
              void navigate({ search: text === "" ? {} : { q: text }, replace: true });
            }}
          />
        )}
      </Field>
      {filterError && <Notice tone="warn">{filterError}</Notice>}
      <Panel title={window === undefined ? "Operations" : plural(window.total, "operation")}>
        {window === undefined ? (
          <Skeleton rows={6} />
        ) : window.keys.length === 0 ? (
          <EmptyState icon="check" title={q === "" ? "No operations yet" : "No operation matches"}>
            Creating, copying, migrating and everything else that takes its time shows here, whoever started
            it.
          </EmptyState>
        ) : (
          <div className={styles["list"]}>
            {window.keys.map((key) => {
              const operation = window.rows.get(key);
              return operation && <OperationCard key={key} operation={operation} />;
            })}
          </div>
        )}
      </Panel>
    </Page>
  );
}

function useOperations(filter: string) {
  const state = useLive("operations", { filter, sort: ["-StartedOn"], offset: 0, limit: 200 });
  return { window: state.window, filterError: state.window?.filterError };
}
