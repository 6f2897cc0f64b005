import { Link } from "@tanstack/react-router";

/** The way up from a page to its list, which is not the current page there: a link calls itself that by its beginning. */
export function UpLink(props: {
  readonly to: "/vms" | "/hypervisors" | "/operations";
  readonly children: string;
}) {
  return (
    <Link to={props.to} activeOptions={{ exact: true }}>
      {props.children}
    </Link>
  );
}
