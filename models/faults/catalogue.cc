// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/catalogue.h"

#include "models/faults/categories.h"

namespace heddle::models {

const std::vector<Fault>& Faults() {
  static const std::vector<Fault> kFaults = [] {
    std::vector<Fault> faults;
    for (const std::vector<Fault>& category :
         {GenerationFaults(), ReservationFaults(), ClaimFaults(), ReleaseFaults(),
          ScavengedBitFaults(), AccountingFaults(), WatermarkFaults(), LockingFaults(),
          PublicationFaults(), SearchFaults(), ResultFaults(), SpanFaults(), PageCacheFaults(),
          WakeupFaults(), IndexFaults(), RefusalFaults(), RetentionFaults()}) {
      faults.insert(faults.end(), category.begin(), category.end());
    }
    for (const std::vector<Fault>& older : {CursorFaults(faults), RangeFaults(faults)}) {
      faults.insert(faults.end(), older.begin(), older.end());
    }
    return faults;
  }();
  return kFaults;
}

}  // namespace heddle::models
