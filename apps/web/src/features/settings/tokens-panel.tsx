import type { ApiToken } from "@stackdeck/api-types";
import { useState } from "react";
import { problemOf } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, Notice, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { Age, Moment } from "../../ui/time.tsx";
import { announceProblem } from "../../ui/toasts.ts";
import { useTokens } from "./api-tokens.ts";
import { TokenDialog } from "./token-dialog.tsx";

/** API tokens: named, expiring keys for scripts. */
export function TokensPanel() {
  const tokens = useTokens();
  const [creating, setCreating] = useState(false);
  const revoke = (token: ApiToken) =>
    tokens
      .revoke(token.Id)
      .catch((error: unknown) => announceProblem("The token was not revoked", problemOf(error)));
  const columns: readonly SimpleColumn<ApiToken>[] = [
    { title: "Name", cell: (token) => token.Name },
    { title: "May", cell: (token) => (token.MayChange ? "read and change" : "read") },
    { title: "Ends", cell: (token) => <Moment time={token.ExpiresOn} /> },
    { title: "Last used", cell: (token) => <Age time={token.LastUsedOn} suffix=" ago" /> },
    {
      title: "",
      cell: (token) => (
        <Button small kind="danger" onClick={() => void revoke(token)} aria-label={`Revoke ${token.Name}`}>
          Revoke
        </Button>
      ),
    },
  ];
  const items = tokens.list.data?.Items ?? [];
  return (
    <Panel
      title="API tokens"
      hint="For scripts: sent as “Authorization: Bearer …” on REST, event streams and console sockets."
      actions={
        <Button icon="plus" onClick={() => setCreating(true)}>
          New token
        </Button>
      }
      flush
    >
      {tokens.list.isError ? (
        <Notice tone="bad" title="The tokens cannot be read">
          {problemOf(tokens.list.error).detail}
        </Notice>
      ) : tokens.list.isPending ? (
        <Skeleton rows={2} />
      ) : items.length === 0 ? (
        <EmptyState icon="key" title="No tokens">
          Make one for each script, so that it can be revoked alone.
        </EmptyState>
      ) : (
        <SimpleTable label="Tokens of yours" columns={columns} rows={items} keyOf={(token) => token.Id} />
      )}
      {creating && <TokenDialog create={tokens.create} onClose={() => setCreating(false)} />}
    </Panel>
  );
}
