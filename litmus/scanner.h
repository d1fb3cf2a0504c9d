// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_SCANNER_H_
#define HEDDLE_LITMUS_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::litmus {

// Reads one statement, or one condition, from its beginning to its end. Blanks may stand between
// its parts. The functions throw Malformed for what they do not find.
class Scanner {
 public:
  // `place` is said in messages. Does not own the text.
  Scanner(std::string_view text, std::string place);

  bool AtEnd() const { return at_ == text_.size(); }
  // Goes on behind the sign, if it comes next.
  bool Accept(std::string_view sign);
  // The same for a word, which no letter, digit or underscore may follow.
  bool AcceptWord(std::string_view word);
  void Expect(std::string_view sign);
  void ExpectEnd();
  bool NextIsNumber() const;
  // A letter, then letters, digits and underscores.
  std::string Name(std::string_view what);
  std::int64_t Number();
  // All that is left, but for the braces around it.
  std::string_view InBraces();

  [[noreturn]] void Fail(std::string_view what) const;

 private:
  void SkipBlanks();

  std::string_view text_;
  std::string place_;
  std::size_t at_ = 0;
};

// The pieces between the signs.
std::vector<std::string_view> Split(std::string_view text, std::string_view sign);
// The same for signs that stand between no braces.
std::vector<std::string_view> SplitOutsideBraces(std::string_view text, char sign);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_SCANNER_H_
