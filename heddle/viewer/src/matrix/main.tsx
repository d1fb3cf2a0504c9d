// SPDX-License-Identifier: BSD-3-Clause
import type { MatrixReport } from "../data/matrix";
import { showPage } from "../common/page";
import { App } from "./app";

showPage<MatrixReport>("heddle-matrix/1", (report) => {
  document.title = "heddle: the necessity matrix";
  return <App report={report} />;
});
