// SPDX-License-Identifier: BSD-3-Clause
import { render, type ComponentChild } from "preact";
import { embedded } from "../data/embedded";

/** Shows a report of the format, or says why it cannot. */
export function showPage<T extends { format: string }>(format: string, page: (report: T) => ComponentChild): void {
  const root = document.getElementById("page");
  if (root === null) throw new Error("the page has no place to show anything in");
  let content: ComponentChild;
  try {
    content = page(embedded<T>(format));
  } catch (error) {
    content = (
      <p class="unreadable" role="alert">
        There is no report here that can be read: {String(error)}
      </p>
    );
  }
  root.replaceChildren();
  render(content, root);
}
