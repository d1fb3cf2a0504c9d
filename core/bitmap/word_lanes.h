// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_BITMAP_WORD_LANES_H_
#define HEDDLE_CORE_BITMAP_WORD_LANES_H_

#include <cstdint>

namespace heddle::core {

// So many words as one value, if kLanes is 1, 2 or 4.
template <unsigned kLanes>
struct WordVector;
// NOLINTBEGIN(modernize-use-using): g++ takes the attribute in no other place
template <>
struct WordVector<1> {
  typedef std::uint64_t Type __attribute__((vector_size(8)));
};
template <>
struct WordVector<2> {
  typedef std::uint64_t Type __attribute__((vector_size(16)));
};
template <>
struct WordVector<4> {
  typedef std::uint64_t Type __attribute__((vector_size(32)));
};
// NOLINTEND(modernize-use-using)

#if defined(__AVX2__)
inline constexpr unsigned kLanesAtMost = 4;
#elif defined(__SSE2__) || defined(__ARM_NEON)
inline constexpr unsigned kLanesAtMost = 2;
#else
inline constexpr unsigned kLanesAtMost = 1;
#endif

// The words of a bitmap side by side, for steps that do the same to each: in vector registers of
// the width that the compiler may use (two words in SSE2 and NEON, four in AVX2), or one by one.
template <unsigned kWords>
class WordLanes {
 public:
  explicit WordLanes(const std::uint64_t (&words)[kWords]) {
#pragma GCC unroll 8
    for (unsigned i = 0; i < kVectors; ++i) {
      const std::uint64_t* const lanes = words + i * kLanes;
      if constexpr (kLanes == 4) {
        vectors_[i] = Vector{lanes[0], lanes[1], lanes[2], lanes[3]};
      } else if constexpr (kLanes == 2) {
        vectors_[i] = Vector{lanes[0], lanes[1]};
      } else {
        vectors_[i] = Vector{lanes[0]};
      }
    }
  }

  // Of each word, keeps the bits for which the one `by` further up is set, too; 0 < by < 64. If
  // bits were where runs of k ones begin, they are now where runs of k + by do, for by <= k.
  void NarrowBy(unsigned by) {
#pragma GCC unroll 8
    for (Vector& vector : vectors_) {
      vector &= vector >> by;
    }
  }

  // Of each word, the bits at which a run of `length` ones begins; see RunStarts.
  void NarrowTo(unsigned length) {
    for (unsigned known = 1; known < length;) {
      const unsigned step = known < length - known ? known : length - known;
      NarrowBy(step);
      known += step;
    }
  }

  bool IsZero() const {
    Vector all = vectors_[0];
#pragma GCC unroll 8
    for (unsigned i = 1; i < kVectors; ++i) {
      all |= vectors_[i];
    }
    std::uint64_t bits = 0;
#pragma GCC unroll 4
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      bits |= all[lane];
    }
    return bits == 0;
  }

 private:
  static constexpr unsigned kLanes = kWords % kLanesAtMost == 0 ? kLanesAtMost : 1;
  static constexpr unsigned kVectors = kWords / kLanes;
  using Vector = typename WordVector<kLanes>::Type;

  Vector vectors_[kVectors];
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_BITMAP_WORD_LANES_H_
