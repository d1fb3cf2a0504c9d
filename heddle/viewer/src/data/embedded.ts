// SPDX-License-Identifier: BSD-3-Clause

/** The JSON that the program has put into the page. Throws if it is of another format. */
export function embedded<T extends { format: string }>(format: string): T {
  const element = document.getElementById("report");
  const report = JSON.parse(element?.textContent ?? "") as T;
  if (report.format !== format) {
    throw new Error(`this page shows ${format}, and what is in it is ${report.format}`);
  }
  return report;
}
