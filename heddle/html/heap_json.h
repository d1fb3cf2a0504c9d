// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_HTML_HEAP_JSON_H_
#define HEDDLE_HEDDLE_HTML_HEAP_JSON_H_

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "models/picture/heap_picture.h"

namespace heddle::program {

// The pictures of a heap in the words of heddle-report/1 (docs/formats.md). To be asked in the
// order of the steps: of reservations each change says all that there are.
class HeapJson {
 public:
  // The whole heap, when the threads begin.
  nlohmann::ordered_json Initial(const models::HeapPicture& picture);
  // What has changed.
  nlohmann::ordered_json Change(const models::HeapPicture& picture);

 private:
  std::map<int, std::string> reserved_;  // by thread
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_HTML_HEAP_JSON_H_
