import styles from "./icon.module.css";

/** Path data of the icons, drawn on a 16×16 grid with a 1.5 px stroke. */
const paths = {
  overview: "M2.5 2.5h4.5v4.5h-4.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5h-4.5zM9 9h4.5v4.5H9z",
  vms: "M2.5 3.5h11v7.5h-11zM5.5 13.5h5M8 11v2.5",
  hypervisors: "M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.01M5 11.25h.01M8 4.75h3M8 11.25h3",
  networks: "M8 2.5v4M3.5 13.5v-3.5h9v3.5M8 6.5V10M6.5 2.5h3M2.25 13.5h2.5M11.25 13.5h2.5",
  operations: "M2.5 4h11M2.5 8h7M2.5 12h4.5M11 10.5v3M9.5 12h3",
  activity: "M1.5 8h3l2-5 3 10 2-5h3",
  settings: "M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 3v3M6 10v3",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.4 10.4l3.1 3.1",
  plus: "M8 3v10M3 8h10",
  play: "M5 3.2v9.6l7.6-4.8z",
  stop: "M4 4h8v8H4z",
  reboot: "M13 8a5 5 0 1 1-1.6-3.7M13.2 2.4v2.4h-2.4",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.75 7v4M9.25 7v4",
  terminal: "M2 3h12v10H2zM4.5 6l2 2-2 2M8 10.2h3",
  screen: "M2 3h12v8H2zM5.5 13.5h5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5l3.2 3.2L13 4.8",
  chevronDown: "M4 6l4 4 4-4",
  chevronRight: "M6 4l4 4-4 4",
  chevronLeft: "M10 4 6 8l4 4",
  sortUp: "M8 12.5v-9M4.5 7 8 3.5 11.5 7",
  sortDown: "M8 3.5v9M4.5 9 8 12.5 11.5 9",
  warning: "M8 2.5 14.2 13.2H1.8zM8 6.5v3M8 11.4h.01",
  error: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 5v3.5M8 10.9h.01",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 7.5V11M8 5.1h.01",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  download: "M8 2.5v8M4.8 7.4 8 10.5l3.2-3.1M2.5 13.5h11",
  upload: "M8 10.5v-8M4.8 5.6 8 2.5l3.2 3.1M2.5 13.5h11",
  edit: "M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z",
  camera: "M2 4.5h3L6.2 3h3.6L11 4.5h3v8.5H2zM8 11a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 8 11",
  disk: "M8 6c3 0 5-.8 5-1.9S11 2.2 8 2.2s-5 .8-5 1.9S5 6 8 6M3 4v8c0 1 2 1.9 5 1.9s5-.9 5-1.9V4M3 8c0 1 2 1.9 5 1.9S13 9 13 8",
  image: "M2.5 2.5h11v11h-11zM2.5 11l3-3 2.5 2.5 2-2 3.5 3.5M10.5 5.5h.01",
  key: "M10.5 8.5a3 3 0 1 0-2.8-2L2.5 11.7v1.8h2v-1.5H6v-1.5h1.5l.8-.8c.6.5 1.4.8 2.2.8M11 5h.01",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  user: "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M3 13.5c.5-2.5 2.5-3.7 5-3.7s4.500 1.200 5 3.700",
  tag: "M2.500 8.200V2.500h5.700l5.300 5.300-5.700 5.700zM5.300 5.300h.01",
  move: "M2.500 8h11M10 4.500 13.500 8 10 11.500M2.500 4.500v7",
  columns: "M2.500 2.500h11v11h-11zM6.200 2.500v11M9.800 2.500v11",
  filter: "M2.500 3.500h11L9.500 8.500v4l-3 1v-5z",
  sun: "M8 10.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600M8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.9M11.700 11.700l.9.9M12.600 3.400l-.9.9M4.300 11.700l-.9.9",
  moon: "M13 9.600A5.600 5.600 0 0 1 6.400 3a5.600 5.600 0 1 0 6.600 6.600",
  system: "M2 3h12v8H2zM6 13.500h4M8 11v2.500",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M6.200 6.300a1.800 1.800 0 1 1 2.600 1.700c-.5.300-.8.600-.8 1.200M8 11.200h.01",
  bell: "M4 11.500V7.200a4 4 0 0 1 8 0v4.300M2.500 11.500h11M6.800 13.500h2.400",
  menu: "M2.500 4.500h11M2.500 8h11M2.500 11.500h11",
  external: "M9 2.500h4.500V7M13.200 2.800 7.500 8.500M11.500 9v4.500h-9v-9H7",
  eye: "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8M8 9.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600",
  power: "M8 2v5.500M4.800 4.200a5 5 0 1 0 6.400 0",
  undo: "M6 3 2.800 6.200 6 9.400M3 6.200h6.500a3.700 3.700 0 0 1 0 7.300H6",
  folder: "M2 4h4.500L8 5.500h6V13H2z",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  link: "M6.700 9.300 9.300 6.700M7.300 4.700 9 3a2.800 2.800 0 0 1 4 4l-1.700 1.700M8.700 11.300 7 13a2.800 2.800 0 0 1-4-4l1.700-1.700",
  logout: "M6.500 2.500h-4v11h4M6.500 8h7M10.500 5l3 3-3 3",
  grip: "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01",
  pulse: "M8 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5",
  group: "M2.500 3h5M4.500 6.500h9M4.500 9.500h9M2.500 13h5",
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon; give its control a label of its own. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className={styles["icon"]} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
