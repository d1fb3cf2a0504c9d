// SPDX-License-Identifier: BSD-3-Clause

/** Whether a key belongs to the field it was pressed in. */
export function isTyping(key: KeyboardEvent): boolean {
  const field = key.target;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) return true;
  if (!(field instanceof HTMLInputElement)) return false;
  // A slider moves by arrows, Home and End of its own; it does not take letters.
  if (field.type === "range") return key.key.length > 1;
  return field.type !== "checkbox";
}
