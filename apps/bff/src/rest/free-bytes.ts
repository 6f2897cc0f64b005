/** What the command-line tools leave free in a root that is made from an image. */
const usualFreeBytes = 256 * 1024 * 1024;

/**
 * A request for a root from an image of the image server: without free space it would always be refused as too small,
 * so that where none is named there is as much as usual.
 */
export function withFreeBytes<Wish extends object>(wish: Wish): Wish {
  const { ImageName, MinimumFreeBytes } = wish as { ImageName?: string; MinimumFreeBytes?: number };
  return ImageName && !MinimumFreeBytes ? { ...wish, MinimumFreeBytes: usualFreeBytes } : wish;
}
