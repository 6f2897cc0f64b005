import { Link } from "@tanstack/react-router";
import { useLive } from "../../../api/use-live.ts";
import { Panel } from "../../../ui/panel.tsx";
import { OperationCard } from "../../operations/operation-card.tsx";
import { UploadProgress } from "../upload-progress.tsx";
import styles from "./create.module.css";
import type { BegunCreate } from "./use-create-run.ts";

/** How the VMs just begun are coming along; each leads to its VM when there is one. */
export function CreateProgress({ begun }: { readonly begun: readonly BegunCreate[] }) {
  const { window } = useLive("operations", {
    filter: "",
    sort: ["-StartedOn"],
    offset: 0,
    limit: begun.length === 0 ? 0 : 100,
  });
  if (begun.length === 0) return null;
  return (
    <Panel title="Being created">
      <div className={styles["stack"]}>
        {begun.map((one) => {
          const operation = window?.rows.get(one.operation.Id) ?? one.operation;
          const ip = String(operation.Result?.["IpAddress"] ?? "");
          return (
            <div key={one.operation.Id} className={styles["stack"]}>
              <OperationCard operation={operation} />
              {one.upload && <UploadProgress upload={one.upload} />}
              {operation.State === "succeeded" && ip && (
                <Link to="/vms/$ip" params={{ ip }}>
                  Open {one.name} at {ip}
                </Link>
              )}
            </div>
          );
        })}
      </div>
    </Panel>
  );
}
