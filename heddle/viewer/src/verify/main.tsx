// SPDX-License-Identifier: BSD-3-Clause
import type { ResultReport } from "../data/result";
import { showPage } from "../common/page";
import { App } from "./app";

showPage<ResultReport>("heddle-result/1", (report) => {
  document.title = "heddle: verification";
  return <App report={report} />;
});
