import { createHash } from "node:crypto";
import { refuse } from "../base/refusal.ts";

/** An image of the image server. */
export interface Image {
  readonly name: string;
  /** Bytes its files take. */
  readonly usage: number;
  /** Images without a filter cannot be patched onto a VM. */
  readonly hasFilter: boolean;
  /** Text files it brings: path to content. */
  readonly files: Readonly<Record<string, string>>;
}

const MIB = 2 ** 20;
/** Bytes of made-up content at the start of a root: enough to tell images apart. */
const CONTENT_BYTES = 256 * 1024;

/** The images a hypervisor can fetch. */
export class ImageCatalogue {
  readonly #images: Map<string, Image>;

  constructor(images: Iterable<Image>) {
    this.#images = new Map([...images].map((image) => [image.name, image]));
  }

  names(): string[] {
    return [...this.#images.keys()];
  }

  get(name: string): Image | undefined {
    return this.#images.get(name);
  }

  /** The image of that name, or the newest one in the directory of that name. Refuses as the server does. */
  find(name: string): Image {
    const exact = this.#images.get(name);
    if (exact !== undefined) return exact;
    const below = [...this.#images.values()].filter((image) => image.name.startsWith(`${name}/`));
    if (below.length === 0)
      refuse(name.endsWith("/empty") ? `no images in directory: ${name}` : "timeout getting image");
    return below.reduce((newest, image) => (image.name > newest.name ? image : newest));
  }

  /** Bytes that stand for the content of an image: always the same for the same name. */
  content(name: string): Buffer {
    const blocks: Buffer[] = [];
    const block = createHash("sha512").update(name).digest();
    for (let size = 0; size < CONTENT_BYTES; size += block.length) {
      const header = Buffer.from(`${name}#${size}\n`.padEnd(block.length, " ").slice(0, block.length));
      blocks.push(size % 4096 === 0 ? header : block);
    }
    return Buffer.concat(blocks);
  }
}

/** Images of the demo. */
export function demoImages(): ImageCatalogue {
  const families: readonly (readonly [string, readonly string[], number])[] = [
    ["base/debian-13", ["2026-08-14:06:00:11", "2026-10-02:06:00:09"], 720 * MIB],
    ["base/ubuntu-24.04", ["2026-07-20:05:30:00", "2026-09-28:05:30:02"], 960 * MIB],
    ["base/rocky-9", ["2026-09-01:04:10:45"], 1_130 * MIB],
    ["base/alpine-3.21", ["2026-09-19:03:12:00"], 140 * MIB],
    ["service/postgres-16", ["2026-09-30:11:02:54"], 1_300 * MIB],
    ["service/web-frontend", ["2026-10-01:08:45:10", "2026-10-06:15:20:31"], 1_050 * MIB],
    ["rescue/toolbox", ["2026-05-05:12:00:00"], 410 * MIB],
  ];
  return new ImageCatalogue(
    families.flatMap(([directory, dates, usage]) =>
      dates.map((date) => ({
        name: `${directory}/${date}`,
        usage,
        hasFilter: !directory.startsWith("rescue/"),
        files: { "/etc/image-name": `${directory}/${date}\n` },
      })),
    ),
  );
}
