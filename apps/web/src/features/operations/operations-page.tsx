import { operationFields } from "@stackdeck/api-types";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useLive } from "../../api/use-live.ts";
import { Waiting } from "../../shell/waiting.tsx";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { EmptyState } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SearchBox } from "../lists/search-box.tsx";
import { OperationCard } from "./operation-card.tsx";
import { quickFilters } from "./operation-words.ts";
import styles from "./operations.module.css";

const step = 50;
const most = 500;

/** Everybody's long-running work, newest first. */
export function OperationsPage() {
  const { q = "" } = useSearch({ from: "/operations" });
  const navigate = useNavigate({ from: "/operations" });
  const [limit, setLimit] = useState(step);
  const { window } = useLive("operations", { filter: q, sort: ["-StartedOn"], offset: 0, limit });
  const onQuery = useCallback(
    (text: string) => void navigate({ search: text === "" ? {} : { q: text }, replace: true }),
    [navigate],
  );
  const total = window?.total ?? 0;
  return (
    <Page title="Operations">
      <div className={styles["bar"]}>
        <SearchBox
          label="Search operations"
          placeholder="Search: state:failed user:alice method:CreateVm started<1d"
          value={q}
          onChange={onQuery}
          fields={operationFields}
          noun="operations"
          error={window?.filterError}
        />
        {quickFilters.map(([label, filter]) => (
          <Button
            key={label}
            small
            aria-pressed={q === filter}
            onClick={() => onQuery(q === filter ? "" : filter)}
          >
            {label}
          </Button>
        ))}
      </div>
      <Panel title={window === undefined ? "Operations" : plural(total, "operation")}>
        {window === undefined ? (
          <Waiting rows={6} />
        ) : window.keys.length === 0 ? (
          <EmptyState icon="operations" title={q === "" ? "No operations yet" : "No operation matches"}>
            {q === ""
              ? "Creating, copying, migrating and everything else that takes its time shows here, whoever started it."
              : "Take a part of the search away, or clear it."}
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
      {total > (window?.keys.length ?? 0) && limit < most && (
        <Button onClick={() => setLimit(Math.min(most, limit + step))}>Show older</Button>
      )}
    </Page>
  );
}
