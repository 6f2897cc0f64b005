/** The number with the fewest decimal digits that a 32-bit float rounds to the same: 0.1 for 0.10000000149011612. */
export function shortFloat32(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
