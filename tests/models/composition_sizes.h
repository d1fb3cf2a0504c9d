// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_MODELS_COMPOSITION_SIZES_H_
#define HEDDLE_TESTS_MODELS_COMPOSITION_SIZES_H_

#include <cstdint>
#include <string_view>

namespace heddle::models {

// How many executions a composition has under dpor, complete and blocked, in R1 to R4. None where
// there is no such composition.
struct CompositionSize {
  struct Executions {
    std::uint64_t complete = 0;
    std::uint64_t blocked = 0;
  };

  std::string_view title;
  Executions in[4];
};

// clang-format off
inline constexpr CompositionSize kCompositionSizes[] = {
    {"pair/allocate+allocate", {{2, 0}, {2, 0}, {2, 0}, {}}},
    {"pair/allocate+allocate-aligned", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/allocate+free", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/allocate+grow", {{104, 0}, {}, {}, {}}},
    {"pair/allocate+cache", {{61, 0}, {61, 0}, {61, 0}, {61, 0}}},
    {"pair/allocate+scavenge", {{}, {2, 0}, {}, {}}},
    {"pair/allocate+search", {{}, {5, 0}, {}, {}}},
    {"pair/allocate+reserve", {{}, {}, {3, 0}, {1, 0}}},
    {"pair/allocate+start-generation", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/allocate+start-generation-twice", {{3, 0}, {3, 0}, {3, 0}, {3, 0}}},
    {"pair/allocate+scavenge-all", {{9, 0}, {}, {2, 0}, {17, 0}}},
    {"pair/allocate+background", {{12, 0}, {12, 0}, {12, 0}, {18, 0}}},
    {"pair/allocate-aligned+allocate-aligned", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/allocate-aligned+free", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/allocate-aligned+grow", {{16, 0}, {8, 0}, {8, 0}, {12, 0}}},
    {"pair/allocate-aligned+cache", {{9, 0}, {9, 0}, {9, 0}, {9, 0}}},
    {"pair/allocate-aligned+scavenge", {{2, 0}, {2, 0}, {2, 0}, {3, 0}}},
    {"pair/allocate-aligned+search", {{10, 0}, {10, 0}, {10, 0}, {11, 0}}},
    {"pair/allocate-aligned+reserve", {{}, {}, {3, 0}, {1, 0}}},
    {"pair/allocate-aligned+start-generation", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/allocate-aligned+start-generation-twice", {{3, 0}, {3, 0}, {3, 0}, {3, 0}}},
    {"pair/allocate-aligned+scavenge-all", {{5, 0}, {2, 0}, {2, 0}, {5, 0}}},
    {"pair/allocate-aligned+background", {{12, 0}, {12, 0}, {12, 0}, {18, 0}}},
    {"pair/free+free", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/free+grow", {{7, 0}, {5, 0}, {5, 0}, {6, 0}}},
    {"pair/free+cache", {{6, 0}, {6, 0}, {6, 0}, {6, 0}}},
    {"pair/free+scavenge", {{2, 0}, {2, 0}, {2, 0}, {3, 0}}},
    {"pair/free+search", {{6, 0}, {6, 0}, {6, 0}, {7, 0}}},
    {"pair/free+reserve", {{}, {}, {3, 0}, {1, 0}}},
    {"pair/free+start-generation", {{2, 0}, {2, 0}, {2, 0}, {}}},
    {"pair/free+start-generation-twice", {{3, 0}, {3, 0}, {3, 0}, {3, 0}}},
    {"pair/free+scavenge-all", {{7, 0}, {2, 0}, {2, 0}, {7, 0}}},
    {"pair/free+background", {{12, 0}, {12, 0}, {12, 0}, {18, 0}}},
    {"pair/grow+grow", {{8416, 0}, {608, 0}, {}, {}}},
    {"pair/grow+cache", {{112, 0}, {37, 0}, {37, 0}, {412, 0}}},
    {"pair/grow+scavenge", {{9, 0}, {2, 0}, {2, 0}, {60, 0}}},
    {"pair/grow+search", {{41, 0}, {4, 0}, {10, 0}, {82, 0}}},
    {"pair/grow+reserve", {{}, {}, {3, 0}, {5, 0}}},
    {"pair/grow+start-generation", {{5, 0}, {2, 0}, {2, 0}, {8, 0}}},
    {"pair/grow+start-generation-twice", {{16, 0}, {3, 0}, {3, 0}, {47, 0}}},
    {"pair/grow+scavenge-all", {{88, 0}, {2, 0}, {2, 0}, {328, 0}}},
    {"pair/grow+background", {{111, 0}, {30, 0}, {12, 0}, {648, 0}}},
    {"pair/cache+cache", {{18, 0}, {18, 0}, {18, 0}, {18, 0}}},
    {"pair/cache+scavenge", {{4, 0}, {4, 0}, {3, 0}, {}}},
    {"pair/cache+search", {{17, 0}, {17, 0}, {16, 0}, {15, 0}}},
    {"pair/cache+reserve", {{}, {}, {6, 0}, {1, 0}}},
    {"pair/cache+start-generation", {{3, 0}, {3, 0}, {3, 0}, {3, 0}}},
    {"pair/cache+start-generation-twice", {{6, 0}, {6, 0}, {6, 0}, {6, 0}}},
    {"pair/cache+scavenge-all", {{13, 0}, {3, 0}, {3, 0}, {53, 0}}},
    {"pair/cache+background", {{18, 0}, {18, 0}, {15, 0}, {27, 0}}},
    {"pair/scavenge+scavenge", {{2, 0}, {2, 0}, {2, 0}, {}}},
    {"pair/scavenge+search", {{10, 0}, {10, 0}, {4, 0}, {494, 0}}},
    {"pair/scavenge+reserve", {{}, {}, {3, 0}, {10, 0}}},
    {"pair/scavenge+start-generation", {{2, 0}, {2, 0}, {2, 0}, {}}},
    {"pair/scavenge+start-generation-twice", {{3, 0}, {3, 0}, {3, 0}, {}}},
    {"pair/scavenge+scavenge-all", {{29, 0}, {2, 0}, {2, 0}, {1824, 0}}},
    {"pair/scavenge+background", {{15, 0}, {15, 0}, {9, 0}, {33, 0}}},
    {"pair/search+search", {{}, {10, 0}, {}, {920, 0}}},
    {"pair/search+reserve", {{}, {}, {5, 0}, {9, 0}}},
    {"pair/search+start-generation", {{3, 0}, {3, 0}, {}, {7, 0}}},
    {"pair/search+start-generation-twice", {{6, 0}, {6, 0}, {6, 0}, {28, 0}}},
    {"pair/search+scavenge-all", {{39, 0}, {}, {}, {491, 0}}},
    {"pair/search+background", {{63, 0}, {63, 0}, {18, 0}, {33, 0}}},
    {"pair/reserve+reserve", {{}, {}, {6, 0}, {6, 0}}},
    {"pair/reserve+start-generation-twice", {{}, {}, {6, 0}, {6, 0}}},
    {"pair/reserve+scavenge-all", {{}, {}, {3, 0}, {24, 0}}},
    {"pair/reserve+background", {{}, {}, {15, 0}, {27, 0}}},
    {"pair/start-generation+start-generation", {{2, 0}, {2, 0}, {2, 0}, {2, 0}}},
    {"pair/start-generation+start-generation-twice", {{3, 0}, {3, 0}, {3, 0}, {3, 0}}},
    {"pair/start-generation+scavenge-all", {{5, 0}, {2, 0}, {2, 0}, {}}},
    {"pair/start-generation+background", {{12, 0}, {12, 0}, {12, 0}, {48, 0}}},
    {"pair/start-generation-twice+start-generation-twice", {{6, 0}, {6, 0}, {6, 0}, {6, 0}}},
    {"pair/start-generation-twice+scavenge-all", {{15, 0}, {3, 0}, {3, 0}, {55, 0}}},
    {"pair/start-generation-twice+background", {{18, 0}, {18, 0}, {18, 0}, {210, 0}}},
    {"pair/scavenge-all+scavenge-all", {{44, 0}, {2, 0}, {2, 0}, {386, 0}}},
    {"pair/scavenge-all+background", {{33, 0}, {12, 0}, {9, 0}, {3357, 0}}},
    {"triple/allocate+scavenge+start-generation", {{7, 0}, {7, 0}, {6, 0}, {22, 0}}},
    {"triple/allocate+search+start-generation", {{21, 0}, {21, 0}, {20, 0}, {40, 0}}},
    {"triple/allocate+reserve+start-generation", {{}, {}, {12, 0}, {6, 1}}},
    {"triple/allocate+start-generation+scavenge-all", {{28, 0}, {6, 0}, {6, 0}, {53, 0}}},
    {"triple/allocate+start-generation+background", {{2280, 28}, {2280, 28}, {2280, 28}, {12160, 280}}},
    {"triple/allocate-aligned+scavenge+start-generation", {{6, 0}, {6, 0}, {6, 0}, {24, 0}}},
    {"triple/free+scavenge+start-generation", {{11, 0}, {11, 0}, {11, 0}, {34, 0}}},
    {"triple/free+search+start-generation", {{24, 0}, {24, 0}, {24, 0}, {59, 0}}},
    {"triple/free+reserve+start-generation", {{}, {}, {12, 0}, {6, 1}}},
    {"triple/free+start-generation+scavenge-all", {{44, 0}, {6, 0}, {6, 0}, {82, 0}}},
    {"triple/free+start-generation+background", {{2280, 28}, {2280, 28}, {2280, 28}, {12160, 280}}},
    {"triple/grow+scavenge+start-generation", {{75, 0}, {6, 0}, {6, 0}, {1031, 7}}},
    {"triple/grow+search+start-generation", {{316, 0}, {16, 0}, {33, 1}, {2927, 20}}},
    {"triple/grow+reserve+start-generation", {{}, {}, {12, 0}, {66, 4}}},
    {"triple/grow+start-generation+scavenge-all", {{801, 0}, {6, 0}, {6, 0}, {10549, 62}}},
    {"triple/cache+scavenge+start-generation", {{18, 0}, {18, 0}, {12, 0}, {51, 0}}},
    {"triple/cache+search+start-generation", {{87, 0}, {87, 0}, {101, 0}, {172, 0}}},
    {"triple/cache+reserve+start-generation", {{}, {}, {30, 0}, {9, 2}}},
    {"triple/cache+start-generation+scavenge-all", {{87, 0}, {12, 0}, {12, 0}, {905, 0}}},
    {"triple/cache+start-generation+background", {{4420, 58}, {4420, 58}, {3592, 42}, {23558, 484}}},
    {"triple/allocate+allocate+scavenge", {{6, 0}, {6, 0}, {6, 0}, {12, 0}}},
    {"triple/allocate+free+scavenge", {{7, 0}, {7, 0}, {6, 0}, {11, 0}}},
    {"triple/allocate+free+search", {{27, 1}, {27, 1}, {26, 1}, {30, 1}}},
    {"triple/allocate+free+scavenge-all", {{38, 6}, {6, 0}, {6, 0}, {69, 3}}},
    {"triple/allocate+grow+scavenge", {{1356, 1}, {184, 0}, {180, 0}, {49552, 25}}},
    {"triple/allocate+cache+scavenge", {{61, 6}, {61, 6}, {43, 3}, {425, 3}}},
    {"triple/free+free+scavenge", {{10, 0}, {10, 0}, {6, 0}, {8, 0}}},
    {"triple/free+grow+scavenge", {{73, 2}, {15, 0}, {15, 0}, {402, 16}}},
    {"triple/free+cache+scavenge", {{36, 0}, {36, 0}, {24, 0}, {252, 6}}},
    {"triple/allocate+scavenge+scavenge", {{12, 0}, {12, 0}, {12, 0}, {1840, 24}}},
    {"triple/allocate+scavenge+search", {{86, 0}, {86, 0}, {36, 0}, {2784, 66}}},
    {"triple/allocate+scavenge+scavenge-all", {{51, 0}, {7, 0}, {6, 0}, {262, 0}}},
    {"triple/free+scavenge+scavenge", {{40, 2}, {40, 2}, {6, 0}, {554, 6}}},
    {"triple/free+scavenge+scavenge-all", {{58, 0}, {10, 0}, {6, 0}, {160, 0}}},
    {"triple/scavenge+scavenge+scavenge", {{30, 0}, {30, 0}, {12, 0}, {7404, 174}}},
    {"triple/scavenge+scavenge+start-generation", {{8, 0}, {8, 0}, {8, 0}, {4592, 14}}},
    {"triple/scavenge+scavenge+start-generation-twice", {{20, 0}, {20, 0}, {18, 0}, {34426, 222}}},
    {"triple/scavenge+search+start-generation", {{54, 0}, {54, 0}, {24, 2}, {11544, 50}}},
    {"triple/scavenge+reserve+start-generation", {{}, {}, {12, 0}, {90, 3}}},
    {"triple/search+reserve+start-generation", {{}, {}, {25, 0}, {98, 3}}},
    {"triple/reserve+reserve+start-generation", {{}, {}, {30, 0}, {30, 0}}},
    {"triple/scavenge+reserve+reserve", {{}, {}, {30, 0}, {128, 0}}},
    {"quad/allocate+scavenge+scavenge+start-generation", {{62, 0}, {62, 0}, {54, 0}, {29682, 729}}},
    {"quad/free+scavenge+scavenge+start-generation", {{252, 8}, {252, 8}, {26, 0}, {18026, 267}}},
};
// clang-format on

}  // namespace heddle::models

#endif  // HEDDLE_TESTS_MODELS_COMPOSITION_SIZES_H_
