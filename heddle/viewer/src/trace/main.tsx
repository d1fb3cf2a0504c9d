// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";
import { showPage } from "../common/page";
import { App } from "./app";

showPage<Report>("heddle-report/1", (report) => {
  document.title = `${report.violation.verdict}: ${report.program.name}`;
  return <App report={report} />;
});
