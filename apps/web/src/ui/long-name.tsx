import styles from "./long-name.module.css";

/** The name of something as a heading: names may have 254 letters, of which the first lines are shown and the hint has all. */
export function LongName({ name }: { readonly name: string }) {
  return (
    <bdi className={styles["name"]} title={name}>
      {name}
    </bdi>
  );
}
