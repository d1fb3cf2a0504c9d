// SPDX-License-Identifier: BSD-3-Clause

export interface Place {
  row: number;
  column: number;
}

/** Where a key leads to from a cell of a grid; null if it is none of the grid's. */
export function neighbour(key: string, row: number, column: number, rows: number, columns: number): Place | null {
  const clamp = (value: number, size: number) => Math.min(Math.max(value, 0), size - 1);
  const to = (down: number, right: number): Place => ({
    row: clamp(row + down, rows),
    column: clamp(column + right, columns),
  });
  switch (key) {
    case "ArrowDown":
    case "j":
      return to(1, 0);
    case "ArrowUp":
    case "k":
      return to(-1, 0);
    case "ArrowRight":
    case "l":
      return to(0, 1);
    case "ArrowLeft":
    case "h":
      return to(0, -1);
    case "PageDown":
      return to(10, 0);
    case "PageUp":
      return to(-10, 0);
    case "Home":
      return { row, column: 0 };
    case "End":
      return { row, column: columns - 1 };
    default:
      return null;
  }
}
