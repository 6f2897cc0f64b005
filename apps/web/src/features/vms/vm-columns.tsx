import type { VmRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { nameOf } from "../../actions/vm-subject.ts";
import { ChangedCell } from "../../ui/changed-cell.tsx";
import { formatBytes, formatMiB, formatMilliCpus, isNever } from "../../ui/format.ts";
import type { Column } from "../../ui/table/columns.ts";
import { Age } from "../../ui/time.tsx";
import { type ColumnChoice, tagColumn, tagOfColumn } from "../lists/list-columns.ts";
import { TagList } from "./tag-list.tsx";
import { VmState } from "./vm-state.tsx";

export const nameOfRow = (row: VmRow) => nameOf(row.Hostname, row.Tags, row.IpAddress);

/** All columns of the VM list, in the order of the column menu. */
export const vmColumns: readonly Column<VmRow>[] = [
  {
    id: "name",
    label: "Name",
    width: "minmax(120px, 1.4fr)",
    sort: "Hostname",
    narrow: true,
    render: (row) => (
      <Link to="/vms/$ip" params={{ ip: row.IpAddress }} tabIndex={-1}>
        {nameOfRow(row)}
      </Link>
    ),
    text: nameOfRow,
  },
  {
    id: "state",
    label: "State",
    width: "minmax(128px, 1fr)",
    sort: "State",
    narrow: true,
    render: (row) => (
      <ChangedCell of={row.IpAddress} value={row.State}>
        <VmState short state={row.State} since={row.ChangedStateOn} faded={row.Stale} />
      </ChangedCell>
    ),
    text: (row) => row.State,
  },
  {
    id: "ip",
    label: "Address",
    width: "minmax(120px, 1fr)",
    sort: "IpAddress",
    render: (row) => <span className="mono">{row.IpAddress}</span>,
    text: (row) => row.IpAddress,
  },
  {
    id: "host",
    label: "Hypervisor",
    width: "minmax(156px, 1fr)",
    sort: "HypervisorName",
    render: (row) => (
      <Link to="/hypervisors/$id" params={{ id: row.Hypervisor }} tabIndex={-1}>
        {row.HypervisorName}
      </Link>
    ),
    text: (row) => row.HypervisorName,
  },
  {
    id: "owner",
    label: "Owner",
    width: "minmax(88px, 1fr)",
    sort: "OwnerUsers",
    render: (row) => row.OwnerUsers[0] ?? "",
    text: (row) => row.OwnerUsers.join(" "),
  },
  {
    id: "memory",
    label: "Memory",
    width: "80px",
    sort: "MemoryInMiB",
    align: "end",
    render: (row) => (
      <ChangedCell of={row.IpAddress} value={row.MemoryInMiB}>
        {formatMiB(row.MemoryInMiB)}
      </ChangedCell>
    ),
    text: (row) => String(row.MemoryInMiB),
  },
  {
    id: "cpu",
    label: "CPU",
    width: "84px",
    sort: "MilliCPUs",
    align: "end",
    render: (row) => (
      <ChangedCell of={row.IpAddress} value={row.MilliCPUs}>
        {formatMilliCpus(row.MilliCPUs)}
      </ChangedCell>
    ),
    text: (row) => String(row.MilliCPUs / 1000),
  },
  {
    id: "disk",
    label: "Disk",
    width: "80px",
    sort: "VolumeBytes",
    align: "end",
    render: (row) => formatBytes(row.VolumeBytes),
    text: (row) => String(row.VolumeBytes),
  },
  {
    id: "tags",
    label: "Tags",
    width: "minmax(144px, 2fr)",
    render: (row) => <TagList tags={row.Tags} most={2} />,
    text: (row) =>
      Object.entries(row.Tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(" "),
  },
  {
    id: "changed",
    label: "In this state",
    width: "100px",
    sort: "ChangedStateOn",
    render: (row) => <Age time={isNever(row.ChangedStateOn) ? row.CreatedOn : row.ChangedStateOn} />,
    text: (row) => row.ChangedStateOn,
  },
  {
    id: "image",
    label: "Image",
    width: "minmax(140px, 1.5fr)",
    sort: "ImageName",
    render: (row) => <span title={row.ImageName}>{row.ImageName}</span>,
    text: (row) => row.ImageName,
  },
  {
    id: "subnet",
    label: "Subnet",
    width: "minmax(96px, 1fr)",
    sort: "SubnetId",
    render: (row) => row.SubnetId,
    text: (row) => row.SubnetId,
  },
  {
    id: "snapshots",
    label: "Snapshots",
    width: "92px",
    sort: "NumSnapshots",
    align: "end",
    render: (row) => row.NumSnapshots || "",
    text: (row) => String(row.NumSnapshots),
  },
  {
    id: "created",
    label: "Age",
    width: "88px",
    sort: "CreatedOn",
    render: (row) => <Age time={row.CreatedOn} />,
    text: (row) => row.CreatedOn,
  },
];

export const standardVmColumns = [
  "name",
  "state",
  "ip",
  "host",
  "owner",
  "memory",
  "cpu",
  "disk",
  "tags",
  "changed",
];

/** The column of one tag. */
function columnOfTag(name: string): Column<VmRow> {
  const valueOfTag = (row: VmRow) => (Object.hasOwn(row.Tags, name) ? (row.Tags[name] ?? "") : "");
  return {
    id: tagColumn(name),
    label: name,
    width: "minmax(96px, 1fr)",
    sort: tagColumn(name),
    render: (row) => (
      <ChangedCell of={row.IpAddress} value={valueOfTag(row)}>
        {valueOfTag(row)}
      </ChangedCell>
    ),
    text: valueOfTag,
  };
}

/** The columns that are shown, in their order and width. */
export function columnsFor(choices: readonly ColumnChoice[]): readonly Column<VmRow>[] {
  return choices.flatMap(({ id, width }) => {
    const tag = tagOfColumn(id);
    const column = tag === undefined ? vmColumns.find((it) => it.id === id) : columnOfTag(tag);
    if (column === undefined) return [];
    return [width === undefined ? column : { ...column, width: `${width}px`, chosenWidth: width }];
  });
}
