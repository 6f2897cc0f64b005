/** The order after a volume has moved, as the present numbers in their new order. */
export function moved(count: number, from: number, to: number): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  const [taken] = order.splice(from, 1);
  if (taken !== undefined) order.splice(to, 0, taken);
  return order;
}
